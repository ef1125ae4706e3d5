import { setTimeout as delay } from 'node:timers/promises';
import type { Consumer, Kafka } from 'kafkajs';
import { AppError } from '../../contracts/errors.ts';
import { POLL_BYTES, type SubscribeOptions, type TopicPartition } from '../event-log.ts';
import { CONSUMER_RETRY, type KafkaEvent } from './client.ts';
import { coPartitioning } from './co-partitioning.ts';
import { within } from './faults.ts';
import type { HandOvers } from './hand-overs.ts';

export const HEARTBEAT_MS = 500;
const REBALANCE_MS = 60_000;
const CLOSE_MS = 2_000;

/** One membership in a consumer group: what kafkajs fetches goes into hand-overs. It ends for good where kafkajs crashes. */
export interface Member {
  consumer: Consumer;
  leave(): Promise<void>;
}

export interface MemberParts {
  kafka: Kafka;
  options: Pick<SubscribeOptions, 'group' | 'topics'>;
  /** A member not heard of for so long is dead; the others wait for it until then. */
  sessionMs: number;
  fetched: HandOvers;
  onEvent: (event: KafkaEvent) => void;
  /** The group has shared out partitions. */
  onAssigned: (partitions: TopicPartition[]) => void;
  /** It is no member any more, and a new one is to be made; unless the error given says that it would end the same way. */
  onEnded: (unreadable: AppError | null) => void;
}

/** Begin to join; told to nobody any more once `leave` was called. */
export function joinGroup({
  kafka,
  options,
  sessionMs,
  fetched,
  onEvent,
  onAssigned,
  onEnded,
}: MemberParts): Member {
  let left = false;
  const consumer = kafka.consumer({
    groupId: options.group,
    partitionAssigners: [coPartitioning],
    sessionTimeout: sessionMs,
    rebalanceTimeout: REBALANCE_MS,
    heartbeatInterval: HEARTBEAT_MS,
    // `seek` and leaving wait for a long poll to return. [5 s by default]
    maxWaitTimeInMs: 100,
    maxBytes: POLL_BYTES,
    maxBytesPerPartition: 1024 * 1024,
    metadataMaxAge: 30_000, // new partitions are noticed after this
    allowAutoTopicCreation: false,
    retry: { ...CONSUMER_RETRY, restartOnFailure: async () => false }, // polls begin anew: kafkajs may restart for ever (#1721)
  });
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    if (left) return;
    const all = Object.entries(payload.memberAssignment);
    onAssigned(all.flatMap(([topic, numbers]) => numbers.map((partition) => ({ topic, partition }))));
  });
  consumer.on(consumer.events.CRASH, ({ payload: { error } }) => {
    if (!left) end('the consumer ended and begins anew', error, unreadableOf(error, options.topics));
  });
  const ran = run();

  async function run(): Promise<void> {
    try {
      await consumer.connect();
      // fromBeginning: kafkajs' answer to a position it can't read must never be the end, which would skip messages.
      await consumer.subscribe({ topics: [...options.topics], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        // All partitions of a fetch at once; kafkajs fetches again only when all are handled.
        partitionsConsumedConcurrently: 512,
        eachBatch: (payload) => fetched.handle(payload),
      });
    } catch (error) {
      if (!left) end('the consumer could not begin', error as Error, null);
    }
  }

  function end(message: string, error: Error, unreadable: AppError | null): void {
    onEvent({ level: 'warn', message, details: { group: options.group, error: error.message } });
    onEnded(unreadable);
  }

  return {
    consumer,
    async leave() {
      left = true;
      // A join that is under way can't be called off, and kafkajs would go on once it is done.
      const joined = await Promise.race([ran.then(() => true), delay(1_000, false, { ref: false })]);
      await within(CLOSE_MS, 'leave the group', consumer.disconnect()).catch(() => {});
      if (!joined) void ran.then(() => consumer.disconnect()).catch(() => {});
    },
  };
}

function unreadableOf(error: Error, topics: readonly string[]): AppError | null {
  if (error.name !== 'KafkaJSNotImplemented') return null;
  return new AppError(
    'log-unreadable',
    `one of ${topics.join(', ')} holds messages that cannot be read here (${error.message}): rollcall topics apply has the broker unpack those to come; for those there, see docs/operations.md`,
  );
}
