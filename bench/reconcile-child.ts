import { RECONCILER_GROUP, startReconciler } from '../src/reconciler/reconciler.ts';
import { postgresLog } from '../src/log/postgres/postgres-log.ts';
import { openPool } from '../src/store/pool.ts';
import { readConsumerOffsets } from '../src/store/queries/read-consumer-offsets.ts';
import { peakMemory, send, taskOf, toldToGoOn } from './support/child.ts';
import { logEnds } from './support/log-ends.ts';

/**
 * Reconcile what the log of a database holds, from start to end, and say how long it took; before that `warmUp`, not counted. `at`: moment of
 * assessment, milliseconds since 1970 UTC; now where it is left out.
 */
const { url, workers, warmUp, at } = taskOf() as {
  url: string;
  workers: number;
  warmUp?: string;
  at?: number;
};
if (warmUp !== undefined) {
  await reconcile(warmUp);
  send({ warm: true });
  await toldToGoOn();
}
send({ ...(await reconcile(url)), peakMiB: peakMemory() });
process.disconnect();

async function reconcile(databaseUrl: string) {
  const pool = openPool(databaseUrl);
  const log = postgresLog({ pool, clientId: 'bench', exclusive: true });
  const ends = await logEnds(log);

  let applied = 0;
  let transactions = 0;
  const start = performance.now();
  const cpu = process.cpuUsage();
  const reconciler = startReconciler({
    log,
    pool,
    workers,
    ...(at === undefined ? {} : { clock: () => at }),
    onTrouble: (error) => console.error('tried again:', error),
    onApplied: ({ records, duplicates, deadLetters }) => {
      applied += records + duplicates + deadLetters;
      transactions += 1;
    },
  });
  for (;;) {
    const reached = await readConsumerOffsets(pool, RECONCILER_GROUP);
    if ([...ends].every(([slot, end]) => (reached.get(slot) ?? 0n) >= end)) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const ms = performance.now() - start;
  const used = process.cpuUsage(cpu);
  await reconciler.stop();
  await log.close();
  await pool.end();
  return { ms, applied, transactions, cpuMs: (used.user + used.system) / 1000 };
}
