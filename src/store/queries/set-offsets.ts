import type pg from 'pg';

const sql = `insert into consumer_offset (consumer_group, topic, partition, next_offset)
select $1, * from unnest($2::text[], $3::int[], $4::bigint[]) order by 2, 3
on conflict (consumer_group, topic, partition) do update set next_offset = excluded.next_offset, updated_at = now()`;

/** Put a group's offsets elsewhere, whatever they were. */
export async function setOffsets(
  tx: pg.ClientBase,
  group: string,
  places: ReadonlyArray<{ topic: string; partition: number; to: bigint }>,
): Promise<void> {
  const values = [
    places.map((one) => one.topic),
    places.map((one) => one.partition),
    places.map((one) => String(one.to)),
  ];
  await tx.query(sql, [group, ...values]);
}
