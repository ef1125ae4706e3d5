import type pg from 'pg';
import { partitionName } from '../../contracts/topics.ts';

/**
 * Where each partition of a consumer group goes on, by `<topic>/<partition>`; of the live tables or the shadow's, as the
 * connection's search path says.
 */
export async function readConsumerOffsets(
  db: Pick<pg.ClientBase, 'query'>,
  group: string,
): Promise<Map<string, bigint>> {
  const { rows } = await db.query<{ topic: string; partition: number; next_offset: string }>(
    'select topic, partition, next_offset from consumer_offset where consumer_group = $1',
    [group],
  );
  return new Map(rows.map((row) => [partitionName(row), BigInt(row.next_offset)]));
}
