import { postgresLog } from '../src/log/postgres/postgres-log.ts';
import { rebuild, rowsThatDiffer } from '../src/replay/rebuild.ts';
import { openPool } from '../src/store/pool.ts';
import { peakMemory, send, taskOf } from './support/child.ts';

/** Rebuild the projections of a database from its log, and swap them in. */
const { url } = taskOf() as { url: string };
const pool = openPool(url);
const log = postgresLog({ pool, clientId: 'bench', exclusive: true });
const start = performance.now();
const outcome = await rebuild({ pool, log, source: 'log', dryRun: false });
const ms = performance.now() - start;
await log.close();
await pool.end();
send({ ms, differing: rowsThatDiffer(outcome), records: outcome.records, peakMiB: peakMemory() });
process.disconnect();
