import type { PoolClient } from 'pg';
import type { Topic } from './catalog.ts';

/** Rows deleted in one statement: short enough not to hold up what else the database does. */
const CHUNK = 10_000;

export interface CompactionDelays {
  /** The newest messages are left alone for so long: who keeps up within it reads every one (Kafka: min.compaction.lag.ms). */
  lagMs: number;
  /** Tombstones outlive what they supersede by so long: who reads on within it meets them (Kafka: delete.retention.ms). */
  tombstoneMs: number;
}

interface Due {
  partition: number;
  /** Compact what is below it. */
  bound: string;
  /** Tombstones below it may go. */
  buried: string;
}

/**
 * Compact the partitions of a topic where as much was appended since as was kept then, so that a message is looked at
 * twice or so on average, however large the topic (Kafka: min.cleanable.dirty.ratio 0.5), and where it was left unfinished.
 */
export async function compactTopic(
  client: PoolClient,
  topic: Topic,
  delays: CompactionDelays,
): Promise<void> {
  const { rows } = await client.query<Due>(
    `select partition, bound, buried from (
       select partition, low, compacted, kept,
         case when buried_at <= clock_timestamp() - $3 * interval '1 ms' then buried else 0 end as buried,
         greatest(compacted, coalesce(log.offset_at(topic_id, partition,
           clock_timestamp() - $2 * interval '1 ms'), next)) as bound
         from log.head where topic_id = $1) as h
      where kept is null or bound - greatest(compacted, low) >= greatest(kept, 1)
      order by partition`,
    [topic.id, delays.lagMs, delays.tombstoneMs],
  );
  for (const due of rows) await compactPartition(client, topic.id, due);
}

/**
 * Delete the messages below a bound that a newer one of their key below it supersedes, and tombstones that have stood
 * for long enough. That there are holes is noted first, for readers and for the next call, which finishes what a killed
 * one left.
 */
async function compactPartition(client: PoolClient, topicId: number, due: Due): Promise<void> {
  const { partition, bound, buried } = due;
  const at = [topicId, partition, bound];
  await client.query(
    'update log.head set compacted = $3, kept = null where topic_id = $1 and partition = $2',
    at,
  );
  // Held by the database beyond the statement: the offsets may be many.
  await client.query(
    `declare superseded no scroll cursor with hold for
       select "offset" from (
         select "offset", value is null as tombstone,
           lead("offset") over (partition by key collate "C" order by "offset") is not null as superseded
           from log.message where topic_id = $1 and partition = $2 and "offset" < $3) as m
        where superseded or tombstone and "offset" < $4
        order by "offset"`,
    [...at, buried],
  );
  try {
    for (;;) {
      const { rows } = await client.query<{ offset: string }>(`fetch ${CHUNK} from superseded`);
      if (rows.length === 0) break;
      await client.query(
        'delete from log.message where topic_id = $1 and partition = $2 and "offset" = any($3::int8[])',
        [topicId, partition, rows.map((row) => row.offset)],
      );
    }
  } finally {
    await client.query('close superseded');
  }
  // The tombstones' time begins again only after those of the last time went: else often compacted ones would stay for ever.
  await client.query(
    `update log.head h set kept = m.kept,
       buried = case when h.buried_at is null or $4::int8 > 0 then $3 else h.buried end,
       buried_at = case when h.buried_at is null or $4::int8 > 0 then clock_timestamp() else h.buried_at end
       from (select count(*) as kept from log.message
              where topic_id = $1 and partition = $2 and "offset" < $3) as m
      where h.topic_id = $1 and h.partition = $2`,
    [...at, buried],
  );
}
