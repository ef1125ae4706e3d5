import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { AppError } from '../../contracts/errors.ts';
import type { DatabaseTls } from '../../store/pool.ts';
import { createBell } from '../bell.ts';
import {
  UnknownTopicError,
  type EventLog,
  type LogMessage,
  type LogPosition,
  type Subscription,
} from '../event-log.ts';
import { createAppender } from './appender.ts';
import { createCatalog } from './catalog.ts';
import { dropOthers, joinGroup, renewMembers } from './membership.ts';
import { openNews } from './news.ts';
import { createSubscription } from './subscription.ts';
import { sweepTopics } from './sweep-topics.ts';
import { trimPartition } from './trim-partition.ts';
import { orUnavailable } from './unavailable.ts';
import { writeMessages } from './write-messages.ts';

export interface PostgresLogOptions {
  /** The caller ends it, after the log is closed. The schema is `log`, made by `store/migrations`. */
  pool: Pool;
  /** Where to listen for news of other processes; without it they are found by looking every half second. */
  listen?: string;
  /** How that connection is secured; not given: as its URL says. */
  tls?: DatabaseTls | undefined;
  /** Names this process among the members of groups. */
  clientId: string;
  /**
   * This process is the only one: its groups take over at once what a killed predecessor held, instead of waiting for
   * its leases to end.
   */
  exclusive?: boolean;
  /** How long a member that no longer renews keeps its partitions; 4 s by default. */
  leaseMs?: number;
  /** How often members renew; 1 s by default. */
  renewMs?: number;
  /** For how long compaction leaves the newest messages alone; 1 hour by default. */
  compactionLagMs?: number;
}

export interface PostgresLog extends EventLog {
  /** Carry out retention and compaction, now. It happens by itself every ten minutes. */
  sweep(): Promise<void>;
}

/** How often old and superseded messages are looked for. */
const SWEEP_MS = 600_000;
/** How long tombstones outlive what they supersede. They go with the next compaction after that. */
const TOMBSTONE_MS = 86_400_000;

/** The log in Postgres: the embedded default, for one machine or a few processes. */
export function postgresLog(options: PostgresLogOptions): PostgresLog {
  const { pool } = options;
  const leaseMs = options.leaseMs ?? 4_000;
  const instance = `${options.clientId}/${randomUUID()}`;
  const catalog = createCatalog(pool);
  const bell = createBell();
  const subscriptions = new Set<Subscription>();
  let groupChanges = 0;
  let closing: Promise<void> | null = null;

  const news =
    options.listen === undefined ? null : openNews(options.listen, options.tls, (kind) => hear(kind));
  const hear = (kind: 'messages' | 'group'): void => {
    if (kind === 'group') groupChanges += 1;
    bell.ring();
  };
  const happened = (kind: 'messages' | 'group'): void => {
    hear(kind);
    news?.tell(kind);
  };

  const appender = createAppender(async (messages) => {
    const topics = await catalog.find(topicsOf(messages));
    const positions = await orUnavailable(writeMessages(pool, topics, messages));
    happened('messages');
    return positions;
  });

  const appending = new Set<Promise<LogPosition[]>>();
  const accept = async (messages: readonly LogMessage[]): Promise<LogPosition[]> => {
    await catalog.find(topicsOf(messages));
    for (const { topic, key, value } of messages) {
      if (key.includes('\0') || value?.includes('\0'))
        throw new AppError('unstorable', `a message for ${topic} holds the character U+0000`);
    }
    return appender.append(messages);
  };

  const stopSweeping = new AbortController();
  const delays = {
    lagMs: options.compactionLagMs ?? 3_600_000,
    tombstoneMs: TOMBSTONE_MS,
  };
  const sweep = async (): Promise<void> =>
    orUnavailable(sweepTopics(pool, await catalog.all(), delays, stopSweeping.signal));
  // A renewal or sweep that fails is made up for by the next; a lost lease shows in poll and commit.
  const renewal = setInterval(() => {
    if (subscriptions.size > 0) renewMembers(pool, instance, leaseMs).catch(() => {});
  }, options.renewMs ?? 1_000).unref();
  const sweeping = setInterval(() => void sweep().catch(() => {}), SWEEP_MS).unref();

  const partitionOfTopic = async (name: string, partition: number) => {
    const topic = (await catalog.find([name])).get(name)!;
    if (partition < 0 || partition >= topic.partitions) throw new UnknownTopicError(`${name}/${partition}`);
    return topic;
  };

  const close = async (): Promise<void> => {
    clearInterval(renewal);
    clearInterval(sweeping);
    stopSweeping.abort();
    await Promise.allSettled(appending);
    // Without the database nobody can be told; the leases end by themselves.
    await Promise.allSettled([...subscriptions].map((subscription) => subscription.close()));
    await news?.close();
  };

  return {
    features: { durable: true, shared: true, compaction: true, retention: true },

    async identity() {
      const { rows } = await orUnavailable(pool.query<{ id: string }>('select id from log.identity'));
      return { kind: 'postgres', id: rows[0]!.id };
    },

    async applyTopics(specs, { dryRun = false } = {}) {
      const changes = await catalog.apply(specs, dryRun);
      if (changes.length > 0 && !dryRun) happened('group');
      return changes;
    },

    async append(messages) {
      if (closing) throw new AppError('closed', 'the log is closed');
      const accepted = accept(messages);
      appending.add(accepted);
      try {
        return await accepted;
      } finally {
        appending.delete(accepted);
      }
    },

    async watermarks(name) {
      const topic = await partitionOfTopic(name, 0);
      const { rows } = await orUnavailable(
        pool.query<{ partition: number; low: string; next: string }>(
          'select partition, low, next from log.head where topic_id = $1 order by partition',
          [topic.id],
        ),
      );
      return rows.map((row) => ({
        partition: row.partition,
        low: BigInt(row.low),
        high: BigInt(row.next),
      }));
    },

    async offsetsAt(name, time) {
      const topic = await partitionOfTopic(name, 0);
      const { rows } = await orUnavailable(
        pool.query<{ partition: number; offset: string | null }>(
          `select partition, log.offset_at(topic_id, partition, $2) as "offset"
             from log.head where topic_id = $1 order by partition`,
          [topic.id, time.toISOString()],
        ),
      );
      return rows.map(({ partition, offset }) => ({
        partition,
        offset: offset === null ? null : BigInt(offset),
      }));
    },

    async trim(name, partition, before) {
      const topic = await partitionOfTopic(name, partition);
      await orUnavailable(trimPartition(pool, topic, partition, before));
    },

    async subscribe(wanted) {
      if (closing) throw new AppError('closed', 'the log is closed');
      await catalog.find(wanted.topics);
      const { group } = wanted;
      if (options.exclusive) await orUnavailable(dropOthers(pool, group, instance));
      const membership = await orUnavailable(
        joinGroup({
          pool,
          group,
          member: `${options.clientId}/${randomUUID()}`,
          instance,
          leaseMs,
          onChange: () => happened('group'),
        }),
      );
      const subscription = createSubscription(wanted, {
        pool,
        catalog,
        membership: {
          ...membership,
          leave: async () => {
            subscriptions.delete(subscription);
            await membership.leave();
          },
        },
        bell,
        groupChanges: () => groupChanges,
      });
      subscriptions.add(subscription);
      return subscription;
    },

    sweep,
    close: () => (closing ??= close()),
  };
}

function topicsOf(messages: readonly LogMessage[]): Set<string> {
  const topics = new Set<string>();
  for (const { topic } of messages) topics.add(topic);
  return topics;
}
