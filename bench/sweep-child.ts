import { currentPolicy } from '../src/domain/policy.ts';
import { sweep } from '../src/reconciler/sweeper.ts';
import { openPool } from '../src/store/pool.ts';
import { peakMemory, send, taskOf } from './support/child.ts';

/** Assess every status of a database that no longer holds, and say how long it took. */
const { url } = taskOf() as { url: string };
const pool = openPool(url);
await pool.query('select 1');
const at = Date.now();
let looked = 0;
const start = performance.now();
const cpu = process.cpuUsage();
for (;;) {
  const swept = await sweep(pool, currentPolicy, at, (error) => console.error(error));
  if (swept.looked === 0) break;
  looked += swept.looked;
}
const ms = performance.now() - start;
const used = process.cpuUsage(cpu);
await pool.end();
send({ ms, looked, cpuMs: (used.user + used.system) / 1000, peakMiB: peakMemory() });
process.disconnect();
