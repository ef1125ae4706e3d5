import type { Kafka } from 'kafkajs';
import { AppError } from '../../contracts/errors.ts';
import { createBell } from '../bell.ts';
import {
  FencedError,
  type SubscribeOptions,
  type Subscription,
  type TopicPartition,
  type Watermark,
} from '../event-log.ts';
import type { KafkaEvent } from './client.ts';
import { asAppError, kafkaCode, within } from './faults.ts';
import { createHandOvers } from './hand-overs.ts';
import { createHeldPartitions } from './held-partitions.ts';
import { HEARTBEAT_MS, joinGroup, type Member } from './member.ts';

const COMMIT_MS = 10_000;

export interface SubscriptionParts {
  kafka: Kafka;
  options: SubscribeOptions;
  /** A member not heard of for so long is dead; the others wait for it until then. */
  sessionMs: number;
  watermarks: (topic: string) => Promise<Watermark[]>;
  onEvent: (event: KafkaEvent) => void;
  onClosed(): void;
}

/**
 * Turns kafkajs' pushing consumer into polls. kafkajs rejoins only when what it fetched was taken (hand-overs.ts), so partitions
 * move only inside `poll`. Positions come from `start()` and `seek` alone; what the group has stored is never read from.
 */
export function kafkaSubscription(parts: SubscriptionParts): Subscription {
  const { options } = parts;
  const bell = createBell();
  const fetched = createHandOvers(HEARTBEAT_MS, () => bell.ring());
  const held = createHeldPartitions({
    fetched,
    watermarks: parts.watermarks,
    mover: {
      pause: ({ topic, partition }) => member.consumer.pause([{ topic, partitions: [partition] }]),
      resume: ({ topic, partition }) => member.consumer.resume([{ topic, partitions: [partition] }]),
      seek: (at, offset) => member.consumer.seek({ ...at, offset: String(offset) }),
    },
  });
  /** Told by kafkajs when the group has shared out partitions; `start()` is asked inside the next poll. */
  let assigned: TopicPartition[] | null = null;
  let ended = false;
  /** What no beginning anew will mend. */
  let unreadable: AppError | null = null;
  let closed = false;
  let member = join();

  function join(): Member {
    return joinGroup({
      ...parts,
      fetched,
      onAssigned(partitions) {
        assigned = partitions;
        fetched.renew();
        held.hold(partitions);
        bell.ring();
      },
      onEnded(because) {
        ended = true;
        unreadable ??= because;
        held.hold([]);
        fetched.dropAll();
        bell.ring();
      },
    });
  }

  async function rejoin(): Promise<void> {
    ended = false;
    assigned = null;
    fetched.renew();
    await member.leave();
    refuseClosed(); // a member made behind `close` would never leave
    member = join();
  }

  /** Ask the application where to start with what the group has given us. */
  async function begin(partitions: TopicPartition[]): Promise<void> {
    const starts = partitions.length === 0 ? [] : await options.start(partitions);
    if (assigned !== partitions) return; // moved on meanwhile: asked anew
    held.begin(partitions, starts);
    assigned = null;
  }

  function refuseClosed(): void {
    if (closed) throw new AppError('closed', 'the subscription is closed');
  }

  return {
    async poll({ maxMessages, maxWaitMs, signal }) {
      const deadline = performance.now() + maxWaitMs;
      fetched.release();
      for (;;) {
        refuseClosed();
        if (signal?.aborted) return [];
        const seen = bell.count();
        if (unreadable !== null) throw unreadable;
        if (ended) await rejoin();
        if (assigned !== null) await begin(assigned);
        if (assigned === null) await held.check();
        await held.checkGaps();
        const batches = fetched.isRevoked() ? [] : held.take(maxMessages);
        const left = deadline - performance.now();
        if (batches.length > 0 || left <= 0) return batches;
        await bell.waitFrom(seen, left, signal);
        // The other partitions of the same fetch come in this turn of the event loop too.
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    seek: (at, offset) => held.seek(at, offset),
    async commit(next) {
      const lost = next.filter((position) => !held.has(position));
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
    assignment: () => held.all(),
    async close() {
      if (closed) return;
      closed = true;
      held.hold([]);
      fetched.close();
      bell.ring();
      await member.leave();
      parts.onClosed();
    },
  };
}
