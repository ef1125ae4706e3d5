import type { Pool, PoolClient } from 'pg';
import type { Topic } from './catalog.ts';
import { compactTopic, type CompactionDelays } from './compact-partition.ts';
import { trimPartition } from './trim-partition.ts';

const LOCK = 7_265_014;

/** Members that are gone for an hour, and the leases of groups that then have none; who comes back begins anew. */
const forgetGroups = `delete from log.member where expires_at < clock_timestamp() - interval '1 hour';
delete from log.lease l where not exists (select from log.member m where m.group_name = l.group_name)`;

/**
 * Carry out what topics ask for: trim what is older than `retentionHours`, compact what is `compacted`; forget groups that nobody is in. One process at
 * a time; another's call does nothing. When aborted it ends at once and rejects: the next call goes on.
 */
export async function sweepTopics(
  pool: Pool,
  topics: readonly Topic[],
  delays: CompactionDelays,
  signal: AbortSignal,
): Promise<void> {
  const client = await pool.connect();
  // A connection that is thrown away ends the wait for the statement under way.
  const drop = (): void => client.release(true);
  if (signal.aborted) return client.release();
  signal.addEventListener('abort', drop, { once: true });
  try {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [LOCK]);
    if (!rows[0]?.got) return;
    try {
      for (const topic of topics) if (topic.retentionHours !== null) await trimExpired(client, topic);
      for (const topic of topics) if (topic.compacted) await compactTopic(client, topic, delays);
      await client.query(forgetGroups);
    } finally {
      await client.query('select pg_advisory_unlock($1)', [LOCK]);
    }
  } finally {
    signal.removeEventListener('abort', drop);
    if (!signal.aborted) client.release();
  }
}

async function trimExpired(client: PoolClient, topic: Topic): Promise<void> {
  const { rows } = await client.query<{ partition: number; before: string }>(
    `select partition, before from (
       select partition, low, coalesce(log.offset_at(topic_id, partition,
         clock_timestamp() - $2 * interval '1 hour'), next) as before
         from log.head where topic_id = $1) as h
      where before > low`,
    [topic.id, topic.retentionHours],
  );
  for (const { partition, before } of rows) await trimPartition(client, topic, partition, BigInt(before));
}
