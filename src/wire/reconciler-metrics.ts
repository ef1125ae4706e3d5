import { Counter, type Registry } from 'prom-client';
import type { AppliedBatch } from '../reconciler/apply-messages.ts';

/** What this process' reconciler did. */
export interface ReconcilerMetrics {
  applied(done: AppliedBatch): void;
  swept(changes: number): void;
  triedAgain(): void;
}

export function reconcilerMetrics(registry: Registry): ReconcilerMetrics {
  const registers = [registry];
  const messages = new Counter({
    name: 'rollcall_applied_messages_total',
    help: 'Messages applied by this process, by what they were',
    labelNames: ['outcome'] as const,
    registers,
  });
  const changes = new Counter({
    name: 'rollcall_status_changes_total',
    help: 'Statuses changed by this process, by records or by deadlines that passed',
    labelNames: ['by'] as const,
    registers,
  });
  const retries = new Counter({
    name: 'rollcall_reconciler_retries_total',
    help: 'Failures of this process’ reconciler, sweeper and outbox that were tried again',
    registers,
  });
  return {
    applied(done) {
      messages.inc({ outcome: 'record' }, done.records);
      messages.inc({ outcome: 'duplicate' }, done.duplicates);
      messages.inc({ outcome: 'dead-letter' }, done.deadLetters);
      changes.inc({ by: 'record' }, done.changes);
    },
    swept: (count) => changes.inc({ by: 'deadline' }, count),
    triedAgain: () => retries.inc(),
  };
}
