import { AppError } from '../contracts/errors.ts';
import { partitionName, type TopicSpec } from '../contracts/topics.ts';

/**
 * The log: topics of messages, each topic split into partitions, each partition an ordered list with offsets.
 * Three adapters keep these promises (`kafka/`, `postgres/`, `memory/`), and one suite proves it of each
 * (`test/suites/event-log.suite.ts`). What an adapter can't do it says in `features`: the one in memory is for tests.
 *
 * Not the log's job: knowing duplicates, retrying a failed batch, remembering what was applied. A consumer keeps
 * its own offsets in the transaction that applies a batch, and says at every assignment where to start.
 */
export interface EventLog {
  readonly features: LogFeatures;

  /** Which log this is. It stays the same for every process and for the log's whole life; an offset means nothing in another log. */
  identity(): Promise<LogIdentity>;

  /**
   * Create missing topics and bring the others up to date (partitions are only ever added). With `dryRun`, change nothing.
   * @returns what was done, or would be; empty if everything is already as it should be.
   */
  applyTopics(specs: readonly TopicSpec[], options?: { dryRun?: boolean }): Promise<TopicChange[]>;

  /**
   * Append messages. Resolves once all of them are durable, with their positions in the order given; messages of one
   * partition keep that order. Rejects with a retriable error if durability can't be promised: some messages may be in
   * the log anyway, so callers repeat the whole call and consumers must recognise duplicates.
   * Calls may overlap; concurrent ones share writes.
   */
  append(messages: readonly LogMessage[]): Promise<LogPosition[]>;

  /** For each partition, the first offset kept and the offset the next message will get. Throws UnknownTopicError. */
  watermarks(topic: string): Promise<Watermark[]>;

  /** For each partition, the first offset appended at or after `time`; null if there is none. */
  offsetsAt(topic: string, time: Date): Promise<Array<{ partition: number; offset: bigint | null }>>;

  /** Forget everything before an offset. A later read from below it is refused with OffsetOutOfRangeError. */
  trim(topic: string, partition: number, before: bigint): Promise<void>;

  /** Join a consumer group; its members share the partitions of the topics between them. */
  subscribe(options: SubscribeOptions): Promise<Subscription>;

  /** Finish what is being appended, leave all groups, let go of connections. */
  close(): Promise<void>;
}

/** What an adapter can do; where it says no, a caller must not count on it. */
export interface LogFeatures {
  /** What was appended is there after the process, and the broker, were killed. */
  durable: boolean;
  /** Several processes may use the log at once. */
  shared: boolean;
  /** `compacted` topics lose superseded messages of a key. */
  compaction: boolean;
  /** `retentionHours` is carried out by the log itself. */
  retention: boolean;
}

/** Two logs of one kind have different ids. An id is not secret, and is good only for comparing. */
export interface LogIdentity {
  kind: 'kafka' | 'postgres' | 'memory';
  id: string;
}

export interface LogMessage {
  topic: string;
  key: string;
  /** Names and values are printable ASCII: CloudEvents in Kafka's binary mode (`ce_id`, `ce_source`, …, `content-type`). */
  headers: Record<string, string>;
  /** The record as JSON text (so never a bare U+0000); null is a tombstone in a compacted topic. */
  value: string | null;
}

export interface TopicPartition {
  topic: string;
  partition: number;
}

export interface LogPosition extends TopicPartition {
  offset: bigint;
}

export interface LogRecord extends LogPosition {
  key: string;
  headers: Record<string, string>;
  value: string | null;
  /** The raw value, given only if a foreign producer wrote bytes that are not UTF-8; `value` is then a lossy decoding. */
  bytes?: Buffer;
  /** When the log appended it, by the log's clock; never falls within a partition. */
  appendedAt: Date;
}

export interface Watermark {
  partition: number;
  /** First offset kept. */
  low: bigint;
  /** Offset the next message will get; `low === high` where nothing is kept. */
  high: bigint;
}

export interface TopicChange {
  topic: string;
  change: 'create' | 'add-partitions' | 'set-retention' | 'set-compaction' | 'set-other';
  detail: string;
}

export interface SubscribeOptions {
  group: string;
  topics: readonly string[];
  /**
   * Where to start, asked each time partitions are assigned: the next offset for each, in the order given.
   * Null starts at the first offset kept.
   */
  start(partitions: readonly TopicPartition[]): Promise<Array<bigint | null>>;
}

/** Messages of one partition, in order, as read from `from`. */
export interface PartitionBatch extends TopicPartition {
  /** Offset that was asked for. */
  from: bigint;
  /** Offset to ask for next. `messages` may be fewer than `next - from` where the log has holes (compaction). */
  next: bigint;
  messages: LogRecord[];
}

/**
 * About how many bytes of values one poll returns at most. It may be exceeded: messages are never cut, and every partition with
 * news contributes at least one.
 */
export const POLL_BYTES = 8 * 1024 * 1024;

export interface Subscription {
  /**
   * The next messages of the partitions held: about `maxMessages` and POLL_BYTES in total. Empty after `maxWaitMs`
   * without news, or at once when aborted. Each call continues where the last one ended, unless `seek` was called.
   * Calls must not overlap.
   * Throws OffsetOutOfRangeError if a position is outside what is kept; it never jumps silently.
   * Partitions move between members only inside `poll`, so what it returned belongs to this member until the next
   * call, provided the member keeps its lease (a process that stalls past its lease is a zombie: `commit` reveals it).
   */
  poll(options: { maxMessages: number; maxWaitMs: number; signal?: AbortSignal }): Promise<PartitionBatch[]>;

  /** At the next poll, read a held partition from another offset. Does nothing for a partition no longer held. */
  seek(partition: TopicPartition, offset: bigint): void;

  /**
   * Tell the group how far this member has read, for lag displays. Throws FencedError, and notes nothing, if the
   * member no longer holds one of the partitions.
   */
  commit(next: readonly LogPosition[]): Promise<void>;

  /** What this member holds now. */
  assignment(): TopicPartition[];

  /** Leave the group; its partitions go to the other members at once. */
  close(): Promise<void>;
}

/** The offset asked for is not kept any more, or not there yet. */
export class OffsetOutOfRangeError extends AppError {
  override readonly name = 'OffsetOutOfRangeError';
  constructor(at: LogPosition, kept: { low: bigint; high: bigint }) {
    super(
      'offset-out-of-range',
      `${partitionName(at)}: offset ${at.offset} is outside what is kept (${kept.low} to ${kept.high})`,
      {
        details: {
          topic: at.topic,
          partition: at.partition,
          offset: String(at.offset),
          low: String(kept.low),
          high: String(kept.high),
        },
      },
    );
  }
}

/** An offset holds another message than was read there before: the topic was deleted and created again. */
export class TopicMadeAnewError extends AppError {
  override readonly name = 'TopicMadeAnewError';
  constructor(at: LogPosition) {
    super(
      'topic-made-anew',
      `${partitionName(at)}: offset ${at.offset} holds another message than was read there before, as after the topic was made anew: rollcall replay --to beginning --topic ${at.topic} reads all that it holds now`,
      { details: { topic: at.topic, partition: at.partition, offset: String(at.offset) } },
    );
  }
}

/** This member lost a partition to another one. */
export class FencedError extends AppError {
  override readonly name = 'FencedError';
  constructor(partitions: readonly TopicPartition[]) {
    const names = partitions.map((p) => partitionName(p));
    super('fenced', `no longer held by this consumer: ${names.join(', ')}`, {
      details: { partitions: names },
    });
  }
}

export class UnknownTopicError extends AppError {
  override readonly name = 'UnknownTopicError';
  constructor(topic: string) {
    super('unknown-topic', `no topic ${topic}; rollcall topics apply creates what is missing`, {
      details: { topic },
    });
  }
}
