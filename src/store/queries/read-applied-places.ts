import type pg from 'pg';
import { partitionName } from '../../contracts/topics.ts';

/**
 * How far the live tables hold what a group has read, by `<topic>/<partition>`: its offset, or past the last record that they have where a
 * replay has put the offset back and is under way. Reads the record table whole.
 */
export async function readAppliedPlaces(
  db: Pick<pg.ClientBase, 'query'>,
  group: string,
): Promise<Map<string, bigint>> {
  const { rows } = await db.query<{ topic: string; partition: number; next: string }>(
    `select topic, partition, greatest(place.next_offset, held.last + 1) as next
     from projection.consumer_offset place
     left join (select topic, partition, max("offset") as last from projection.record group by topic, partition) held
       using (topic, partition)
     where place.consumer_group = $1`,
    [group],
  );
  return new Map(rows.map((row) => [partitionName(row), BigInt(row.next)]));
}
