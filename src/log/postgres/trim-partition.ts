import type { Pool, PoolClient } from 'pg';
import { OffsetOutOfRangeError } from '../event-log.ts';
import type { Topic } from './catalog.ts';

/** Rows deleted in one statement: short enough not to hold up what else the database does. */
const CHUNK = 10_000n;

/**
 * Forget messages before `before`. The bound moves first, so readers are refused what may be half deleted; what a
 * killed call left is deleted by the next.
 */
export async function trimPartition(
  db: Pool | PoolClient,
  topic: Topic,
  partition: number,
  before: bigint,
): Promise<void> {
  const at = [topic.id, partition];
  const { rows } = await db.query<{ low: string; next: string }>(
    `with moved as (
       update log.head set low = $3 where topic_id = $1 and partition = $2 and low < $3 and next >= $3)
     select low, next from log.head where topic_id = $1 and partition = $2`,
    [...at, String(before)],
  );
  const [low, high] = [BigInt(rows[0]?.low ?? 0), BigInt(rows[0]?.next ?? 0)];
  if (before > high)
    throw new OffsetOutOfRangeError({ topic: topic.name, partition, offset: before }, { low, high });
  if (before <= low) return;
  const first = await db.query<{ offset: string }>(
    `select "offset" from log.message where topic_id = $1 and partition = $2 order by "offset" limit 1`,
    at,
  );
  for (let from = BigInt(first.rows[0]?.offset ?? before); from < before; from += CHUNK) {
    const past = from + CHUNK < before ? from + CHUNK : before;
    await db.query(
      `delete from log.message where topic_id = $1 and partition = $2 and "offset" >= $3 and "offset" < $4`,
      [...at, String(from), String(past)],
    );
  }
}
