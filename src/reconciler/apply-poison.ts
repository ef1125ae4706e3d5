import type { Pool, PoolClient } from '../store/pool.ts';
import type { PartitionBatch } from '../log/event-log.ts';
import { withTransaction } from '../store/pool.ts';
import { insertDeadLetters } from '../store/queries/insert-dead-letters.ts';
import { lockOffsets } from '../store/queries/lock-offsets.ts';
import { saveOffsets } from '../store/queries/save-offsets.ts';
import type { ApplyOptions } from './apply-batch.ts';
import { applyMessages, type AppliedBatch } from './apply-messages.ts';
import { isOfContent } from '../store/failures.ts';
import { deadLetterOf } from './read-message.ts';
import { partitionName } from '../contracts/topics.ts';

/**
 * A batch that can't be applied whole, message by message: the one that fails becomes a dead letter, and what stands behind it
 * is applied. Slow, and only ever used after a failure that would repeat.
 * @returns what was done, over all
 */
export async function applyOneByOne(
  pool: Pool,
  group: string,
  batches: readonly PartitionBatch[],
  options: ApplyOptions,
): Promise<AppliedBatch> {
  const done = { records: 0, duplicates: 0, changes: 0, deadLetters: 0 };
  for (const { topic, partition, from, next, messages } of batches) {
    let at = from;
    for (const message of messages) {
      const single = { topic, partition, from: at, next: message.offset + 1n, messages: [message] };
      at = single.next;
      try {
        const applied = await withTransaction(pool, (tx) => applyMessages(tx, group, [single], options));
        for (const what of ['records', 'duplicates', 'changes', 'deadLetters'] as const)
          done[what] += applied[what];
      } catch (error) {
        if (!isOfContent(error)) throw error;
        done.deadLetters += await withTransaction(pool, async (tx) => {
          if (!(await isNext(tx, group, single))) return 0;
          await insertDeadLetters(tx, [
            deadLetterOf(message, {
              code: 'apply-failed',
              field: '',
              reason:
                'the record keeps its contract but could not be stored; the original bytes are kept here',
            }),
          ]);
          await saveOffsets(tx, group, [single]);
          return 1;
        });
      }
    }
    if (at === next) continue;
    const hole = { topic, partition, from: at, next };
    await withTransaction(pool, async (tx) => {
      if (await isNext(tx, group, hole)) await saveOffsets(tx, group, [hole]);
    });
  }
  return done;
}

/** Whether the database stands here still. Makes the offset's row too, where the failed transaction took it back. */
async function isNext(
  tx: PoolClient,
  group: string,
  part: Omit<PartitionBatch, 'messages'>,
): Promise<boolean> {
  const next = (await lockOffsets(tx, group, [part])).get(partitionName(part))!;
  return next >= part.from && next < part.next;
}
