import { Gauge, type Registry } from 'prom-client';

/**
 * How far the database's clock is from this machine's. Records are judged by the database's: where it is behind, what agencies send just
 * now is refused as recorded later than it is sent.
 * @param clock the database's, milliseconds since 1970 UTC
 */
export function clockMetric(registry: Registry, clock: () => number): void {
  const ahead: Gauge = new Gauge({
    name: 'rollcall_database_clock_ahead_seconds',
    help: 'How far the database’s clock, by which all is judged, is ahead of this machine’s',
    registers: [registry],
    collect: () => ahead.set((clock() - Date.now()) / 1000),
  });
}
