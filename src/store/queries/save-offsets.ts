import type pg from 'pg';

const sql = `update consumer_offset o set next_offset = n.next_offset, updated_at = now()
from unnest($2::text[], $3::int[], $4::bigint[]) as n (topic, partition, next_offset)
where o.consumer_group = $1 and o.topic = n.topic and o.partition = n.partition`;

/** Note where the group goes on; the rows are locked by `lockOffsets`. */
export async function saveOffsets(
  tx: pg.ClientBase,
  group: string,
  next: ReadonlyArray<{ topic: string; partition: number; next: bigint }>,
): Promise<void> {
  await tx.query(sql, [
    group,
    next.map((one) => one.topic),
    next.map((one) => one.partition),
    next.map((one) => String(one.next)),
  ]);
}
