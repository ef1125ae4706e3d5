import type pg from 'pg';
import { partitionName } from '../../contracts/topics.ts';

/**
 * How far the live tables have applied the log, by `<topic>/<partition>`: the group's offset, or, while a replay that put it back is under
 * way, the place after the last record stored. Reads the whole record table.
 * @param ends of the log, by `<topic>/<partition>`; a record beyond its end is from an earlier log or topic
 */
export async function readAppliedPlaces(
  db: Pick<pg.ClientBase, 'query'>,
  group: string,
  ends: ReadonlyMap<string, bigint>,
): Promise<Map<string, bigint>> {
  const { rows } = await db.query<{ topic: string; partition: number; next: string; held: string | null }>(
    `select topic, partition, place.next_offset as next, held.last + 1 as held
     from projection.consumer_offset place
     left join (select topic, partition, max("offset") as last from projection.record group by topic, partition) held
       using (topic, partition)
     where place.consumer_group = $1`,
    [group],
  );
  return new Map(
    rows.map((row) => {
      const [next, held] = [BigInt(row.next), BigInt(row.held ?? 0)];
      const isThere = held <= (ends.get(partitionName(row)) ?? 0n);
      return [partitionName(row), isThere && held > next ? held : next];
    }),
  );
}
