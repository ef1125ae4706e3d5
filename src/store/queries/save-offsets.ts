import type pg from 'pg';

const sql = `update consumer_offset o
set next_offset = n.next_offset, last_offset = n.last_offset, last_at = n.last_at, updated_at = now()
from unnest($2::text[], $3::int[], $4::bigint[], $5::bigint[], $6::timestamptz[])
  as n (topic, partition, next_offset, last_offset, last_at)
where o.consumer_group = $1 and o.topic = n.topic and o.partition = n.partition`;

/** A partition, where the group goes on, and what was read of it before. */
interface Reached {
  topic: string;
  partition: number;
  next: bigint;
  messages?: ReadonlyArray<{ offset: bigint; appendedAt: Date }>;
}

/** Note where the group goes on; the rows are locked by `lockOffsets`. */
export async function saveOffsets(
  tx: pg.ClientBase,
  group: string,
  reached: readonly Reached[],
): Promise<void> {
  const last = reached.map(({ messages }) => messages?.at(-1));
  await tx.query(sql, [
    group,
    reached.map((one) => one.topic),
    reached.map((one) => one.partition),
    reached.map((one) => String(one.next)),
    last.map((message) => message?.offset.toString() ?? null),
    last.map((message) => message?.appendedAt.toISOString() ?? null),
  ]);
}
