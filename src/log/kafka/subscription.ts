import { setTimeout as delay } from 'node:timers/promises';
import type { Consumer, Kafka } from 'kafkajs';
import { AppError } from '../../contracts/errors.ts';
import { createBell } from '../bell.ts';
import {
  FencedError,
  OffsetOutOfRangeError,
  POLL_BYTES,
  type PartitionBatch,
  type SubscribeOptions,
  type Subscription,
  type TopicPartition,
  type Watermark,
} from '../event-log.ts';
import { CONSUMER_RETRY, type KafkaEvent } from './client.ts';
import { coPartitioning } from './co-partitioning.ts';
import { asAppError, kafkaCode, within } from './faults.ts';
import { createHandOvers } from './hand-overs.ts';
import { toRecord } from './records.ts';

const HEARTBEAT_MS = 500;
const REBALANCE_MS = 60_000;
const COMMIT_MS = 10_000;
const CLOSE_MS = 2_000;

export interface SubscriptionParts {
  kafka: Kafka;
  options: SubscribeOptions;
  /** A member not heard of for so long is dead; the others wait for it until then. */
  sessionMs: number;
  watermarks(topic: string): Promise<Watermark[]>;
  onEvent: (event: KafkaEvent) => void;
  onClosed(): void;
}

/** A partition held: where the next poll goes on. */
interface Held {
  at: TopicPartition;
  next: bigint;
  /** `next` was set from outside and must be seen to be kept before it is read from: kafkajs would jump silently. */
  checked: boolean;
  refused: OffsetOutOfRangeError | null;
}

/**
 * Turns kafkajs' pushing consumer into polls. kafkajs rejoins only when what it fetched was taken (hand-overs.ts), so partitions
 * move only inside `poll`. Positions come from `start()` and `seek` alone; what the group has stored is never read from.
 */
export function kafkaSubscription(parts: SubscriptionParts): Subscription {
  const { kafka, options, onEvent } = parts;
  const bell = createBell();
  let held = new Map<string, Held>();
  const fetched = createHandOvers(HEARTBEAT_MS, () => bell.ring());
  /** Told by kafkajs when the group has shared out partitions; `start()` is asked inside the next poll. */
  let assigned: TopicPartition[] | null = null;
  let crashed = false;
  /** What no beginning anew will mend. */
  let unreadable: AppError | null = null;
  let closed = false;
  let member = newMember();

  function newMember(): { consumer: Consumer; ran: Promise<void> } {
    const consumer = kafka.consumer({
      groupId: options.group,
      partitionAssigners: [coPartitioning],
      sessionTimeout: parts.sessionMs,
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
      if (closed || member.consumer !== consumer) return;
      const all = Object.entries(payload.memberAssignment);
      assigned = all.flatMap(([topic, numbers]) => numbers.map((partition) => ({ topic, partition })));
      fetched.renew();
      held = new Map(assigned.map((at) => [slot(at), { at, next: -1n, checked: false, refused: null }]));
      bell.ring();
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (closed || member.consumer !== consumer) return;
      const details = { group: options.group, error: payload.error.message };
      onEvent({ level: 'warn', message: 'the consumer ended and begins anew', details });
      crashed = true;
      if (payload.error.name === 'KafkaJSNotImplemented')
        unreadable = new AppError(
          'log-unreadable',
          `one of ${options.topics.join(', ')} holds messages that cannot be read here (${payload.error.message}): rollcall topics apply has the broker unpack those to come; for those there, see docs/operations.md`,
        );
      held = new Map();
      fetched.dropAll();
      bell.ring();
    });
    return { consumer, ran: run(consumer) };
  }

  async function run(consumer: Consumer): Promise<void> {
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
      const details = { group: options.group, error: (error as Error).message };
      onEvent({ level: 'warn', message: 'the consumer could not begin', details });
      crashed = true;
      bell.ring();
    }
  }

  /** Ask the application where to start with what the group has given us. */
  async function begin(partitions: TopicPartition[]): Promise<void> {
    const starts = partitions.length === 0 ? [] : await options.start(partitions);
    if (assigned !== partitions) return; // moved on meanwhile: asked anew
    for (const [i, at] of partitions.entries()) {
      const state = held.get(slot(at));
      // Null is the first one kept: settled by the check. A `seek` made meanwhile is newer.
      if (state !== undefined && state.next < 0n) state.next = starts[i] ?? -1n;
    }
    await check();
    if (assigned === partitions) assigned = null;
  }

  /** See that the positions set from outside are kept, and tell kafkajs. */
  async function check(): Promise<void> {
    const open = [...held.values()].filter((state) => !state.checked);
    if (open.length === 0) return;
    const marks = await marksOf(open.map((state) => state.at));
    for (const state of open) {
      if (held.get(slot(state.at)) !== state) continue;
      const { low, high } = marks.get(slot(state.at)) ?? { low: 0n, high: 0n };
      if (state.next < 0n) state.next = low;
      if (state.next < low || state.next > high) {
        refuse(state, { low, high });
        continue;
      }
      state.checked = true;
      state.refused = null;
      moveTo(state);
    }
  }

  function refuse(state: Held, kept: { low: bigint; high: bigint }): void {
    state.refused = new OffsetOutOfRangeError({ ...state.at, offset: state.next }, kept);
    state.checked = true;
    fetched.drop(state.at);
    member.consumer.pause([{ topic: state.at.topic, partitions: [state.at.partition] }]);
  }

  /** Let kafkajs read on from `next`, but keep what it has fetched from there already. */
  function moveTo({ at, next }: Held): void {
    member.consumer.resume([{ topic: at.topic, partitions: [at.partition] }]);
    const kept = fetched.all().find((item) => slot(item.at) === slot(at));
    if (kept !== undefined && BigInt(kept.messages[0]!.offset) === next) return;
    fetched.drop(at);
    member.consumer.seek({ ...at, offset: String(next) });
  }

  async function marksOf(places: readonly TopicPartition[]): Promise<Map<string, Watermark>> {
    const names = [...new Set(places.map(({ topic }) => topic))];
    const marks = new Map<string, Watermark>();
    await Promise.all(
      names.map(async (topic) => {
        for (const mark of await parts.watermarks(topic)) marks.set(slot({ topic, ...mark }), mark);
      }),
    );
    return marks;
  }

  /**
   * A fetch that doesn't begin where we are: kafkajs tried again after a fault (older ones come again), the log has a
   * hole (compaction), or what we asked for is not kept and kafkajs jumped, silently. The marks tell.
   */
  async function checkGaps(): Promise<void> {
    const odd = fetched.all().filter((item) => {
      const state = held.get(slot(item.at));
      if (item.gapChecked || item.taken > 0 || state?.checked !== true) return false;
      return BigInt(item.messages[0]!.offset) !== state.next;
    });
    if (odd.length === 0) return;
    const marks = await marksOf(odd.map((item) => item.at));
    for (const item of odd) {
      const state = held.get(slot(item.at));
      const mark = marks.get(slot(item.at));
      if (state === undefined || mark === undefined || !fetched.all().includes(item)) continue;
      item.gapChecked = true;
      if (state.next < mark.low || state.next > mark.high) {
        refuse(state, mark);
      } else if (item.end <= state.next) {
        moveTo(state); // all of it known
      } else {
        const first = item.messages.findIndex((message) => BigInt(message.offset) >= state.next);
        item.taken = first === -1 ? item.messages.length : first;
        if (first === -1) moveTo(state);
      }
    }
  }

  function take(maxMessages: number): PartitionBatch[] {
    const batches: PartitionBatch[] = [];
    let left = maxMessages;
    for (const item of Array.from(fetched.all())) {
      const state = held.get(slot(item.at));
      if (left <= 0) break;
      if (state?.checked !== true || state.refused !== null) continue;
      const messages = fetched.take(item, left);
      left -= messages.length;
      const from = state.next;
      const whole = item.taken === item.messages.length;
      state.next = whole ? item.end : BigInt(messages.at(-1)!.offset) + 1n;
      const records = messages.map((message) => toRecord(item.at, message));
      batches.push({ ...item.at, from, next: state.next, messages: records });
    }
    return batches;
  }

  async function rejoin(): Promise<void> {
    crashed = false;
    assigned = null;
    fetched.renew();
    await leave(member);
    member = newMember();
  }

  async function leave({ consumer, ran }: typeof member): Promise<void> {
    // A join that is under way can't be called off, and kafkajs would go on once it is done.
    const joined = await Promise.race([ran.then(() => true), delay(1_000, false, { ref: false })]);
    await within(CLOSE_MS, 'leave the group', consumer.disconnect()).catch(() => {});
    if (!joined) void ran.then(() => consumer.disconnect()).catch(() => {});
  }

  const isClosed = (): boolean => closed;

  return {
    async poll({ maxMessages, maxWaitMs, signal }) {
      const deadline = performance.now() + maxWaitMs;
      fetched.release();
      for (;;) {
        if (isClosed()) throw new AppError('closed', 'the subscription is closed');
        if (signal?.aborted) return [];
        const seen = bell.count();
        if (unreadable !== null) throw unreadable;
        if (crashed) await rejoin();
        if (assigned !== null) await begin(assigned);
        else await check();
        await checkGaps();
        for (const { refused } of held.values()) if (refused !== null) throw refused;
        const batches = fetched.isRevoked() ? [] : take(maxMessages);
        const left = deadline - performance.now();
        if (batches.length > 0 || left <= 0) return batches;
        await bell.waitFrom(seen, left, signal);
        // The other partitions of the same fetch come in this turn of the event loop too.
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    seek(at, offset) {
      const state = held.get(slot(at));
      if (state === undefined) return;
      fetched.drop(at);
      held.set(slot(at), { at: state.at, next: offset, checked: false, refused: null });
    },
    async commit(next) {
      const lost = next.filter((position) => !held.has(slot(position)));
      if (lost.length > 0) throw new FencedError(lost);
      if (next.length === 0) return;
      const offsets = next.map(({ topic, partition, offset }) => ({
        topic,
        partition,
        offset: String(offset),
      }));
      try {
        await within(COMMIT_MS, 'note offsets', member.consumer.commitOffsets(offsets));
      } catch (error) {
        const code = kafkaCode(error instanceof Error ? error.cause : error);
        // The broker knows better than we do: our generation is over.
        if (code === 'ILLEGAL_GENERATION' || code === 'UNKNOWN_MEMBER_ID') throw new FencedError(next);
        throw asAppError('note offsets', error);
      }
    },
    assignment: () => [...held.values()].map(({ at }) => at),
    async close() {
      if (closed) return;
      closed = true;
      held = new Map();
      fetched.close();
      bell.ring();
      await leave(member);
      parts.onClosed();
    },
  };
}

function slot(p: TopicPartition): string {
  return `${p.topic}/${p.partition}`;
}
