import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Agency } from '../contracts/record.ts';
import { isRecordType } from '../contracts/records/index.ts';
import type { ItemResult } from '../intake/intake.ts';

/** Labels are route templates, methods, codes, agencies, record types and outcomes: never an id of anything. */
export interface ApiMetrics {
  requestDone(route: string, method: string, status: number, seconds: number): void;
  itemsDone(agency: Agency, results: readonly ItemResult[]): void;
  disclosed(agency: Agency | null, operation: string): void;
}

export function apiMetrics(registry: Registry, unackedBytes: () => number): ApiMetrics {
  const requests = new Histogram({
    name: 'rollcall_http_request_duration_seconds',
    help: 'Time to answer a request, by route template',
    labelNames: ['route', 'method', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    registers: [registry],
  });
  const events = new Counter({
    name: 'rollcall_intake_events_total',
    help: 'Events answered, by what became of them',
    labelNames: ['agency', 'type', 'outcome'] as const,
    registers: [registry],
  });
  const disclosures = new Counter({
    name: 'rollcall_disclosures_total',
    help: 'Answers that told of children, by who asked and what',
    labelNames: ['agency', 'operation'] as const,
    registers: [registry],
  });
  const unacked = new Gauge({
    name: 'rollcall_intake_unacked_bytes',
    help: 'Bytes handed to the log and not durable yet',
    collect() {
      this.set(unackedBytes());
    },
    registers: [],
  });
  registry.registerMetric(unacked);
  return {
    requestDone: (route, method, status, seconds) =>
      requests.observe({ route, method, status: String(status) }, seconds),
    disclosed: (agency, operation) => disclosures.inc({ agency: agency ?? 'none', operation }),
    itemsDone: (agency, results) => {
      const counts = new Map<string, Partial<Record<ItemResult['status'], number>>>();
      for (const { type, status } of results) {
        const known = type !== undefined && isRecordType(type) ? type : 'unknown';
        const ofType = counts.get(known);
        if (ofType === undefined) counts.set(known, { [status]: 1 });
        else ofType[status] = (ofType[status] ?? 0) + 1;
      }
      for (const [type, byOutcome] of counts) {
        for (const [outcome, count] of Object.entries(byOutcome))
          events.inc({ agency, type, outcome }, count);
      }
    },
  };
}
