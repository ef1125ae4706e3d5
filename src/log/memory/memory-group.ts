import { AppError } from '../../contracts/errors.ts';
import {
  FencedError,
  OffsetOutOfRangeError,
  POLL_BYTES,
  type LogRecord,
  type PartitionBatch,
  type SubscribeOptions,
  type Subscription,
  type TopicPartition,
} from '../event-log.ts';
import { shareOf } from '../share-of.ts';
import { highOf, type MemoryStore } from './memory-store.ts';
import { partitionName } from '../../contracts/topics.ts';

/** The members of one group and who holds which partition number. */
export interface MemoryGroup {
  join(options: SubscribeOptions): Subscription;
  /** End every membership. */
  close(): void;
}

export function createMemoryGroup(store: MemoryStore): MemoryGroup {
  const members = new Map<string, () => void>();
  const holders = new Map<number, string>();
  let joined = 0;

  const join = (options: SubscribeOptions): Subscription => {
    const id = String((joined += 1)).padStart(9, '0');
    /** Next offset of every partition held, by `topic/partition`; in the order they are served. */
    let held = new Map<string, { at: TopicPartition; next: bigint }>();

    const leave = (): void => {
      members.delete(id);
      for (const [number, holder] of holders) if (holder === id) holders.delete(number);
      held = new Map();
      store.bell.ring();
    };

    /** Let go of what others should have, take what is free, ask where to start. */
    const settle = async (): Promise<void> => {
      const counts = options.topics.map((topic) => store.topics.get(topic)!.partitions.length);
      const share = new Set(shareOf(id, [...members.keys()], Math.max(...counts)));
      for (const [number, holder] of holders) {
        if (holder !== id || share.has(number)) continue;
        holders.delete(number);
        store.bell.ring();
      }
      for (const number of share) if (!holders.has(number)) holders.set(number, id);
      const mine = options.topics.flatMap((topic, i) =>
        Array.from({ length: counts[i]! }, (_, partition) => ({ topic, partition })).filter(
          ({ partition }) => holders.get(partition) === id,
        ),
      );
      const gained = mine.filter((at) => !held.has(partitionName(at)));
      const starts = gained.length > 0 ? await options.start(gained) : [];
      const next = new Map<string, { at: TopicPartition; next: bigint }>();
      for (const [name, state] of held)
        if (mine.some((at) => partitionName(at) === name)) next.set(name, state);
      for (const [i, at] of gained.entries()) {
        next.set(partitionName(at), {
          at,
          next: starts[i] ?? store.topics.get(at.topic)!.partitions[at.partition]!.low,
        });
      }
      if (members.has(id)) held = next;
    };

    const take = (maxMessages: number): PartitionBatch[] => {
      for (const { at, next: offset } of held.values()) {
        const kept = store.topics.get(at.topic)!.partitions[at.partition]!;
        const [low, high] = [kept.low, highOf(kept)];
        if (offset < low || offset > high) throw new OffsetOutOfRangeError({ ...at, offset }, { low, high });
      }
      const batches: PartitionBatch[] = [];
      let left = maxMessages;
      let bytes = 0;
      for (const [name, state] of Array.from(held)) {
        const { topic, partition } = state.at;
        const kept = store.topics.get(topic)!.partitions[partition]!;
        const from = state.next;
        if (from === highOf(kept) || left <= 0 || bytes >= POLL_BYTES) continue;
        const messages: LogRecord[] = [];
        for (let i = Number(from - kept.low); left > 0 && bytes < POLL_BYTES; i++) {
          const record = kept.records[i];
          if (record === undefined) break;
          messages.push(record);
          left -= 1;
          bytes += record.value === null ? 0 : Buffer.byteLength(record.value);
        }
        const next = from + BigInt(messages.length);
        batches.push({ topic, partition, from, next, messages });
        held.delete(name); // to the back of the queue: none waits for another's backlog
        held.set(name, { at: state.at, next });
      }
      return batches;
    };

    members.set(id, leave);
    store.bell.ring();

    return {
      async poll({ maxMessages, maxWaitMs, signal }) {
        const deadline = performance.now() + maxWaitMs;
        for (;;) {
          if (!members.has(id)) throw new AppError('closed', 'the subscription is closed');
          if (signal?.aborted) return [];
          const seen = store.bell.count();
          await settle();
          const batches = take(maxMessages);
          const left = deadline - performance.now();
          if (batches.length > 0 || left <= 0 || !members.has(id)) return batches;
          await store.bell.waitFrom(seen, left, signal);
        }
      },
      seek(partition, offset) {
        const state = held.get(partitionName(partition));
        if (state) held.set(partitionName(partition), { ...state, next: offset });
      },
      async commit(next) {
        const lost = next.filter((position) => !held.has(partitionName(position)));
        if (lost.length > 0) throw new FencedError(lost);
      },
      assignment: () => [...held.values()].map(({ at }) => at),
      async close() {
        if (members.has(id)) leave();
      },
    };
  };

  return {
    join,
    close() {
      for (const leave of members.values()) leave();
    },
  };
}
