import { AppError } from '../contracts/errors.ts';
import { partitionName, type TopicSpec } from '../contracts/topics.ts';

/**
 * The log: topics of messages, each topic split into partitions, each partition an ordered list with offsets.
 * Three adapters keep these promises (`kafka/`, `postgres/`, `memory/`), and one suite proves it of each
 * (`test/suites/event-log.suite.ts`). The one in memory is for tests: it ends with its process and keeps every message.
 *
 * Not the log's job: knowing duplicates, retrying a failed batch, remembering what was applied. A consumer keeps
 * its own offsets in the transaction that applies a batch, and says at every assignment where to start.
 */
export interface EventLog {
  /** Which log this is: the same in every process that uses it, and for as long as it lives. Offsets count in it alone. */
  identity(): Promise<LogIdentity>;

  /**
   * Create what is missing and bring the rest up to date (partitions only grow). With `dryRun` nothing is changed.
   * @returns what was, or would be, done; empty where all is as it should be.
   */
  applyTopics(specs: readonly TopicSpec[], options?: { dryRun?: boolean }): Promise<TopicChange[]>;

  /**
   * Append messages. Resolves once every one of them is durable, with their positions in the order given; within a
   * partition the order given is kept. Rejects with a retriable error where that can't be promised: some may then
   * be in the log all the same, so a caller repeats the whole and consumers know duplicates.
   * Many may call at once; calls are gathered into few writes.
   */
  append(messages: readonly LogMessage[]): Promise<LogPosition[]>;

  /** Per partition the first offset kept and the one the next message will get. Throws UnknownTopicError. */
  watermarks(topic: string): Promise<Watermark[]>;

  /** Per partition the first offset whose append time is at or after `time`; null where there is none. */
  offsetsAt(topic: string, time: Date): Promise<Array<{ partition: number; offset: bigint | null }>>;

  /** Forget everything before an offset. A later read from below it is refused with OffsetOutOfRangeError. */
  trim(topic: string, partition: number, before: bigint): Promise<void>;

  /** Join a consumer group; its members share the partitions of the topics between them. */
  subscribe(options: SubscribeOptions): Promise<Subscription>;

  /** Finish what is being appended, leave all groups, let go of connections. */
  close(): Promise<void>;
}

/** Two logs of one kind differ in their id. No secret, and of no meaning but to be compared. */
export interface LogIdentity {
  kind: 'kafka' | 'postgres' | 'memory';
  id: string;
}

export interface LogMessage {
  topic: string;
  key: string;
  /** Printable ASCII both ways. Kafka: CloudEvents binary mode (`ce_id`, `ce_source`, …, `content-type`). */
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
  /** The value as it is, where another wrote one that is no UTF-8: `value` is then what can be read of it. */
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

/** Bytes of values that a poll gives at most, about: a message is taken whole, and of each partition with news at least one. */
export const POLL_BYTES = 8 * 1024 * 1024;

export interface Subscription {
  /**
   * The next messages of the partitions held, at most about `maxMessages` and POLL_BYTES over all of them; empty after `maxWaitMs`
   * without news, and at once when aborted. Each call goes on where the last one ended, unless `seek` said otherwise.
   * One call at a time.
   * Throws OffsetOutOfRangeError where a position lies outside what is kept: never a silent jump.
   * Partitions move between members only inside `poll`, so what it gave is this member's until the next call, as
   * far as the member keeps its lease (a process that stalls past it is a zombie: `commit` tells it).
   */
  poll(options: { maxMessages: number; maxWaitMs: number; signal?: AbortSignal }): Promise<PartitionBatch[]>;

  /** Read a held partition from another offset at the next poll. A partition no longer held is passed over. */
  seek(partition: TopicPartition, offset: bigint): void;

  /**
   * Tell the group how far this member is, for lag displays. Throws FencedError where the member no longer holds one
   * of the partitions: then nothing is noted.
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

/** What is at an offset is not what was read there before: the topic was deleted and made again. */
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
