import type pg from 'pg';
import { partitionName } from '../../contracts/topics.ts';

export interface GroupPartition {
  topic: string;
  partition: number;
}

const selectSql = `select topic, partition, next_offset from consumer_offset
where consumer_group = $1 and (topic, partition) in (select * from unnest($2::text[], $3::int[]))
order by topic, partition for update`;

const insertSql = `insert into consumer_offset (consumer_group, topic, partition, next_offset)
select $1, * from unnest($2::text[], $3::int[], $4::bigint[]) order by 2, 3 on conflict do nothing`;

/**
 * Lock the group's offsets of some partitions, in one order, until the transaction ends. A partition never read before gets the
 * offset that its reader starts from.
 * @returns next offset by `<topic>/<partition>`
 */
export async function lockOffsets(
  tx: pg.ClientBase,
  group: string,
  partitions: ReadonlyArray<GroupPartition & { from: bigint }>,
): Promise<Map<string, bigint>> {
  const names = partitions.map((one) => one.topic);
  const numbers = partitions.map((one) => one.partition);
  const read = async () => {
    const { rows } = await tx.query<{ topic: string; partition: number; next_offset: string }>(selectSql, [
      group,
      names,
      numbers,
    ]);
    return new Map(rows.map((row) => [partitionName(row), BigInt(row.next_offset)]));
  };
  const found = await read();
  if (found.size === partitions.length) return found;
  await tx.query(insertSql, [group, names, numbers, partitions.map((one) => String(one.from))]);
  return read();
}
