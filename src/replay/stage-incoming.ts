import type { PoolClient } from '../store/pool.ts';
import { planByKey } from '../store/queries/plan-by-key.ts';
import { stageRecords } from '../store/queries/staged-records.ts';
import type { Applied } from '../reconciler/apply-batch.ts';
import type { Incoming } from '../reconciler/read-message.ts';
import { resolveAlone } from '../reconciler/resolve-components.ts';
import { overusedSoFar } from './overused-so-far.ts';

/** Put records where they wait, each with its component, for `assembleStaged`. */
export async function stageIncoming(tx: PoolClient, incoming: readonly Incoming[]): Promise<Applied> {
  if (incoming.length === 0) return { records: 0, duplicates: 0, changes: 0 };
  await planByKey(tx);
  const { clusters, moved } = await resolveAlone(tx, incoming, await overusedSoFar(tx, incoming));
  const records = clusters.flatMap(({ componentId, incoming: own }) =>
    own.map((record) => ({ ...record, componentId })),
  );
  await stageRecords(tx, records, moved);
  return { records: records.length, duplicates: 0, changes: 0 };
}
