import { partitionName } from '../contracts/topics.ts';
import {
  TopicMadeAnewError,
  type EventLog,
  type PartitionBatch,
  type TopicPartition,
} from '../log/event-log.ts';
import type { Place } from '../store/queries/read-places.ts';

type Last = NonNullable<Place['last']>;

/**
 * Offsets say nothing of a topic that was deleted and made again: once it is longer than before, they point into it. So at every
 * assignment a partition is read from the last message that was applied, which must be the one that the database remembers.
 */
export class LastApplied {
  readonly #log: EventLog;
  readonly #unseen = new Map<string, Last>();

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** Where to begin to read: at the last message applied where it is known and kept. */
  async startsOf(
    partitions: readonly TopicPartition[],
    places: ReadonlyMap<string, Place>,
  ): Promise<Array<bigint | null>> {
    const known = partitions.filter((at) => places.get(partitionName(at))?.last);
    const kept = await this.#kept(new Set(known.map(({ topic }) => topic)));
    return partitions.map((at) => {
      const name = partitionName(at);
      const place = places.get(name);
      this.#unseen.delete(name);
      if (place === undefined) return null;
      const { low, high } = kept.get(name) ?? { low: 0n, high: 0n };
      // A place beyond the end is refused by the log itself.
      if (place.last === null || place.last.offset < low || place.last.offset >= high) return place.next;
      this.#unseen.set(name, place.last);
      return place.last.offset;
    });
  }

  /**
   * What is new in the batches: the message at which each partition's first one begins was applied before.
   * @throws TopicMadeAnewError where it is another one
   */
  newIn(batches: readonly PartitionBatch[]): PartitionBatch[] {
    return batches.flatMap((batch) => {
      const last = this.#unseen.get(partitionName(batch));
      this.#unseen.delete(partitionName(batch));
      if (last === undefined || batch.from !== last.offset) return [batch];
      const [first, ...messages] = batch.messages;
      if (first?.offset !== last.offset || first.appendedAt.getTime() !== last.appendedAt.getTime())
        throw new TopicMadeAnewError({ topic: batch.topic, partition: batch.partition, offset: last.offset });
      const from = last.offset + 1n;
      return batch.next > from ? [{ ...batch, from, messages }] : [];
    });
  }

  async #kept(topics: ReadonlySet<string>): Promise<Map<string, { low: bigint; high: bigint }>> {
    const kept = new Map<string, { low: bigint; high: bigint }>();
    await Promise.all(
      Array.from(topics, async (topic) => {
        for (const mark of await this.#log.watermarks(topic))
          kept.set(partitionName({ topic, ...mark }), mark);
      }),
    );
    return kept;
  }
}
