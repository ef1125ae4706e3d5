import { sweepAll } from '../src/reconciler/sweeper.ts';
import { openPool } from '../src/store/pool.ts';
import { peakMemory, send, taskOf, toldToGoOn } from './support/child.ts';

/** Assess every status of a database that no longer holds, and say how long it took; before that those of `warmUp`, not counted. */
const { url, warmUp } = taskOf() as { url: string; warmUp: string };
await timed(warmUp);
send({ warm: true });
await toldToGoOn();
send({ ...(await timed(url)), peakMiB: peakMemory() });
process.disconnect();

async function timed(databaseUrl: string) {
  const pool = openPool(databaseUrl);
  await pool.query('select 1');
  const at = Date.now();
  const start = performance.now();
  const cpu = process.cpuUsage();
  const looked = await sweepAll({ pool, clock: () => at, onTrouble: (error) => console.error(error) });
  const ms = performance.now() - start;
  const used = process.cpuUsage(cpu);
  await pool.end();
  return { ms, looked, cpuMs: (used.user + used.system) / 1000 };
}
