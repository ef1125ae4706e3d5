import type { Pool } from 'pg';

/** Where each partition of a consumer group goes on, by `<topic>/<partition>`. */
export async function readConsumerOffsets(pool: Pool, group: string): Promise<Map<string, bigint>> {
  const { rows } = await pool.query<{ topic: string; partition: number; next_offset: string }>(
    'select topic, partition, next_offset from projection.consumer_offset where consumer_group = $1',
    [group],
  );
  return new Map(rows.map((row) => [`${row.topic}/${row.partition}`, BigInt(row.next_offset)]));
}
