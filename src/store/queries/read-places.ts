import type pg from 'pg';
import { partitionName } from '../../contracts/topics.ts';

/** Where a consumer group goes on in a partition. */
export interface Place {
  next: bigint;
  /** The message before it, as it was read; null where that is not known. */
  last: { offset: bigint; appendedAt: Date } | null;
}

/** By `<topic>/<partition>`. */
export async function readPlaces(
  db: Pick<pg.ClientBase, 'query'>,
  group: string,
): Promise<Map<string, Place>> {
  const { rows } = await db.query<{
    topic: string;
    partition: number;
    next_offset: string;
    last_offset: string | null;
    last_at: Date | null;
  }>(
    'select topic, partition, next_offset, last_offset, last_at from consumer_offset where consumer_group = $1',
    [group],
  );
  return new Map(
    rows.map((row) => {
      const next = BigInt(row.next_offset);
      // A replay puts the next offset elsewhere and leaves the rest.
      const known = row.last_offset !== null && row.last_at !== null && BigInt(row.last_offset) === next - 1n;
      return [
        partitionName(row),
        { next, last: known ? { offset: next - 1n, appendedAt: row.last_at! } : null },
      ];
    }),
  );
}
