import { currentPolicy } from '../src/domain/policy.ts';
import { postgresLog } from '../src/log/postgres/postgres-log.ts';
import { assembleStaged } from '../src/replay/assemble-staged.ts';
import { ShadowFeed } from '../src/replay/shadow-feed.ts';
import { openPool, withTransaction } from '../src/store/pool.ts';
import { createStage } from '../src/store/queries/staged-records.ts';
import { createShadow, dropBefore, indexShadow, swapShadow } from '../src/store/shadow.ts';
import { send, taskOf } from './support/child.ts';
import { logEnds } from './support/log-ends.ts';

/**
 * Fill the live tables of a database with all that its log holds, as a rebuild does, but with nothing to compare and nobody to tell: at a
 * third of the time that reconciling takes. That both come to the same is what test/replay shows.
 */
const { url } = taskOf() as { url: string };
const pool = openPool(url);
const log = postgresLog({ pool, clientId: 'bench', exclusive: true });
const settings = { policy: currentPolicy, clock: Date.now };
await createShadow(pool);
await createStage(pool);
const feed = await ShadowFeed.open(pool, log, settings, () => {});
await feed.stageUpTo(await logEnds(log), new Set());
await assembleStaged(pool, settings, () => {});
await feed.close();
await indexShadow(pool);
await withTransaction(pool, swapShadow);
await dropBefore(pool);
await log.close();
await pool.end();
send({ filled: true });
process.disconnect();
