import { setTimeout as delay } from 'node:timers/promises';
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { AppError } from '../../contracts/errors.ts';
import { createBell } from '../bell.ts';
import {
  FencedError,
  OffsetOutOfRangeError,
  type PartitionBatch,
  type SubscribeOptions,
  type Subscription,
  type TopicPartition,
  type Watermark,
} from '../event-log.ts';
import { CONSUMER_RETRY, type KafkaEvent } from './client.ts';
import { coPartitioning } from './co-partitioning.ts';
import { asAppError, kafkaCode, within } from './faults.ts';
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

/** What kafkajs fetched of one partition, held up in its handler until polls have taken it. */
interface HandOver {
  at: TopicPartition;
  messages: readonly KafkaMessage[];
  /** Offset after the last one fetched; past it where the log has holes at the end. */
  end: bigint;
  /** Index of the first message not taken. */
  taken: number;
  /** The last poll gave some of it: the application works on it until the next poll. */
  inHand: boolean;
  /** First offset seen to be right where it isn't the one expected. */
  gapChecked: boolean;
  finish(how: 'read' | 'dropped'): void;
}

/**
 * Turns kafkajs' pushing consumer into polls. kafkajs' handler of a batch waits until polls have taken it and the next
 * poll begins; until then it neither fetches nor rejoins, so partitions move only inside `poll`. Heartbeats go on
 * meanwhile. Positions come from `start()` and `seek` alone; what the group has stored is never read from.
 */
export function kafkaSubscription(parts: SubscriptionParts): Subscription {
  const { kafka, options, onEvent } = parts;
  const bell = createBell();
  let held = new Map<string, Held>();
  let queue: HandOver[] = [];
  /** Told by kafkajs when the group has shared out partitions; `start()` is asked inside the next poll. */
  let assigned: TopicPartition[] | null = null;
  /** The group moves partitions or has lost us: no more of what was fetched is given out. */
  let revoked: unknown = null;
  /** Handlers of kafkajs that wait. */
  let waiting = 0;
  let crashed = false;
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
      maxBytes: 8 * 1024 * 1024,
      maxBytesPerPartition: 1024 * 1024,
      metadataMaxAge: 30_000, // new partitions are noticed after this
      allowAutoTopicCreation: false,
      retry: { ...CONSUMER_RETRY, restartOnFailure: async () => false }, // polls begin anew: kafkajs may restart for ever (#1721)
    });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      if (closed || member.consumer !== consumer) return;
      const all = Object.entries(payload.memberAssignment);
      assigned = all.flatMap(([topic, numbers]) => numbers.map((partition) => ({ topic, partition })));
      revoked = null;
      dropQueue();
      held = new Map(assigned.map((at) => [slot(at), { at, next: -1n, checked: false, refused: null }]));
      bell.ring();
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (closed || member.consumer !== consumer) return;
      const details = { group: options.group, error: payload.error.message };
      onEvent({ level: 'warn', message: 'the consumer ended and begins anew', details });
      crashed = true;
      held = new Map();
      dropQueue();
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
        eachBatch: handOver,
      });
    } catch (error) {
      const details = { group: options.group, error: (error as Error).message };
      onEvent({ level: 'warn', message: 'the consumer could not begin', details });
      crashed = true;
      bell.ring();
    }
  }

  async function handOver(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    // A fault that didn't cost us our place in the group (a lost connection) is over once kafkajs fetches again.
    if (waiting === 0) revoked = null;
    if (revoked !== null) throw revoked as Error;
    if (closed) return;
    const wait: { finished: 'read' | 'dropped' | null; wake: () => void } = {
      finished: null,
      wake: () => {},
    };
    queue.push({
      at: { topic: batch.topic, partition: batch.partition },
      messages: batch.messages,
      end: BigInt(batch.lastOffset()) + 1n,
      taken: 0,
      inHand: false,
      gapChecked: false,
      finish(how) {
        wait.finished ??= how;
        wait.wake();
      },
    });
    bell.ring();
    waiting += 1;
    while (wait.finished === null && payload.isRunning()) {
      const timer = new AbortController();
      const woken = new Promise<void>((resolve) => {
        wait.wake = resolve;
      });
      await Promise.race([woken, delay(HEARTBEAT_MS, undefined, { signal: timer.signal }).catch(() => {})]);
      timer.abort();
      if (wait.finished !== null) break;
      try {
        await payload.heartbeat();
      } catch (error) {
        // The group waits for us to come back. What the application has in hand it may finish first.
        revoked ??= error;
        dropUntouched();
      }
    }
    waiting -= 1;
    if (wait.finished === 'read') payload.resolveOffset(batch.lastOffset());
    if (revoked !== null) throw revoked as Error; // kafkajs joins again
  }

  function dropQueue(): void {
    for (const item of queue) item.finish('dropped');
    queue = [];
  }

  function dropUntouched(): void {
    const untouched = queue.filter((item) => !item.inHand);
    queue = queue.filter((item) => item.inHand);
    for (const item of untouched) item.finish('dropped');
  }

  /** The application comes back: what it had is applied. */
  function release(): void {
    const rest: HandOver[] = [];
    for (const item of queue) {
      if (!item.inHand) {
        rest.push(item);
        continue;
      }
      item.inHand = false;
      if (revoked !== null) item.finish('dropped');
      else if (item.taken === item.messages.length) item.finish('read');
      else rest.push(item);
    }
    queue = rest;
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
    drop(state.at);
    member.consumer.pause([{ topic: state.at.topic, partitions: [state.at.partition] }]);
  }

  /** Let kafkajs read on from `next`, but keep what it has fetched from there already. */
  function moveTo({ at, next }: Held): void {
    member.consumer.resume([{ topic: at.topic, partitions: [at.partition] }]);
    const fetched = queue.find((item) => slot(item.at) === slot(at));
    if (fetched !== undefined && BigInt(fetched.messages[0]!.offset) === next) return;
    drop(at);
    member.consumer.seek({ ...at, offset: String(next) });
  }

  function drop(at: TopicPartition): void {
    const dropped = queue.filter((item) => slot(item.at) === slot(at));
    queue = queue.filter((item) => slot(item.at) !== slot(at));
    for (const item of dropped) item.finish('dropped');
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
    const odd = queue.filter((item) => {
      const state = held.get(slot(item.at));
      if (item.gapChecked || item.taken > 0 || state?.checked !== true) return false;
      return BigInt(item.messages[0]!.offset) !== state.next;
    });
    if (odd.length === 0) return;
    const marks = await marksOf(odd.map((item) => item.at));
    for (const item of odd) {
      const state = held.get(slot(item.at));
      const mark = marks.get(slot(item.at));
      if (state === undefined || mark === undefined || !queue.includes(item)) continue;
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
    for (const item of Array.from(queue)) {
      const state = held.get(slot(item.at));
      if (left <= 0) break;
      if (state?.checked !== true || state.refused !== null) continue;
      const messages = item.messages.slice(item.taken, item.taken + left);
      left -= messages.length;
      item.taken += messages.length;
      item.inHand = true;
      const from = state.next;
      const whole = item.taken === item.messages.length;
      state.next = whole ? item.end : BigInt(messages.at(-1)!.offset) + 1n;
      const records = messages.map((message) => toRecord(item.at, message));
      batches.push({ ...item.at, from, next: state.next, messages: records });
      // To the back: none waits for another's backlog.
      queue.splice(queue.indexOf(item), 1);
      queue.push(item);
    }
    return batches;
  }

  async function rejoin(): Promise<void> {
    crashed = false;
    assigned = null;
    revoked = null;
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
      release();
      for (;;) {
        if (isClosed()) throw new AppError('closed', 'the subscription is closed');
        if (signal?.aborted) return [];
        const seen = bell.count();
        if (crashed) await rejoin();
        if (assigned !== null) await begin(assigned);
        else await check();
        await checkGaps();
        for (const { refused } of held.values()) if (refused !== null) throw refused;
        const batches = revoked === null ? take(maxMessages) : [];
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
      drop(at);
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
      dropQueue();
      bell.ring();
      await leave(member);
      parts.onClosed();
    },
  };
}

function slot(p: TopicPartition): string {
  return `${p.topic}/${p.partition}`;
}
