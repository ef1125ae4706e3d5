import { currentPolicy } from '../src/domain/policy.ts';
import { postgresLog } from '../src/log/postgres/postgres-log.ts';
import { reconciledTopics } from '../src/reconciler/reconciler.ts';
import { assembleStaged } from '../src/replay/assemble-staged.ts';
import { ShadowFeed } from '../src/replay/shadow-feed.ts';
import { openPool, withTransaction } from '../src/store/pool.ts';
import { createStage, dropStage } from '../src/store/queries/staged-records.ts';
import { analyzeShadow, createShadow, dropBefore, indexShadow, swapShadow } from '../src/store/shadow.ts';
import { send, taskOf } from './support/child.ts';

/**
 * Fill the live tables of a database with all that its log holds, as a rebuild does, but with nothing to compare and nobody to tell: at a
 * third of the time that reconciling takes. That both come to the same is what test/replay shows.
 */
const { url } = taskOf() as { url: string };
const pool = openPool(url);
const log = postgresLog({ pool, clientId: 'bench', exclusive: true });
const ends = new Map<string, bigint>();
for (const topic of reconciledTopics)
  for (const { partition, high } of await log.watermarks(topic))
    if (high > 0n) ends.set(`${topic}/${partition}`, high);
const settings = { policy: currentPolicy, clock: Date.now };
await createShadow(pool);
await createStage(pool);
const feed = await ShadowFeed.open(pool, log, settings, () => {});
await feed.stageUpTo(ends);
await assembleStaged(pool, settings, () => {});
await feed.close();
await dropStage(pool);
await indexShadow(pool);
await analyzeShadow(pool);
await withTransaction(pool, swapShadow);
await dropBefore(pool);
await log.close();
await pool.end();
send({ filled: true });
process.disconnect();
