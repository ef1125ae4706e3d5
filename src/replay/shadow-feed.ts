import { randomUUID } from 'node:crypto';
import type { Policy } from '../domain/policy.ts';
import type { EventLog, PartitionBatch, Subscription } from '../log/event-log.ts';
import { applyMessages, type ApplyMessagesOptions, type ApplyRecords } from '../reconciler/apply-messages.ts';
import { readAhead } from '../reconciler/read-ahead.ts';
import { originOf, originsOf, type Incoming } from '../reconciler/read-message.ts';
import { RECONCILER_GROUP, reconciledTopics } from '../reconciler/reconciler.ts';
import { applyBatch } from '../reconciler/apply-batch.ts';
import { caseFiles } from '../reconciler/case-files.ts';
import { sweepWithin } from '../reconciler/sweeper.ts';
import { inTransaction, type Pool, type PoolClient } from '../store/pool.ts';
import { findApplyFailed } from '../store/queries/find-apply-failed.ts';
import { readConsumerOffsets } from '../store/queries/read-consumer-offsets.ts';
import { shadowClient } from '../store/shadow.ts';
import { stageIncoming } from './stage-incoming.ts';
import { partitionName } from '../contracts/topics.ts';

const MAX_MESSAGES = 4_000;

/** How the shadow's statuses are assessed. */
export interface ShadowSettings {
  policy: Policy;
  /** Milliseconds since 1970 UTC. */
  clock: () => number;
}

async function firstKept(log: EventLog): Promise<Map<string, bigint>> {
  const first = new Map<string, bigint>();
  for (const topic of reconciledTopics)
    for (const { partition, low } of await log.watermarks(topic))
      first.set(partitionName({ topic, partition }), low);
  return first;
}

/** Reads the record topics into the shadow tables, from where the shadow stands. */
export class ShadowFeed {
  readonly #client: PoolClient;
  readonly #subscription: Subscription;
  readonly #settings: ShadowSettings;
  readonly #onApplied: (records: number) => void;
  /** Next offset by `<topic>/<partition>`. */
  readonly #next: Map<string, bigint>;

  private constructor(
    client: PoolClient,
    subscription: Subscription,
    next: Map<string, bigint>,
    options: ShadowSettings & { onApplied: (records: number) => void },
  ) {
    this.#client = client;
    this.#subscription = subscription;
    this.#next = next;
    this.#settings = options;
    this.#onApplied = options.onApplied;
  }

  static async open(
    pool: Pool,
    log: EventLog,
    settings: ShadowSettings,
    onApplied: (records: number) => void,
  ): Promise<ShadowFeed> {
    const client = await shadowClient(pool);
    try {
      // Where nothing was read yet, reading begins at what the log keeps; of a partition that keeps nothing there is nothing to wait for.
      const next = await firstKept(log);
      for (const [partition, at] of await readConsumerOffsets(client, RECONCILER_GROUP))
        next.set(partition, at);
      const subscription = await log.subscribe({
        group: `rollcall.rebuild.${randomUUID()}`,
        topics: reconciledTopics,
        start: (partitions) => Promise.resolve(partitions.map((one) => next.get(partitionName(one)) ?? null)),
      });
      return new ShadowFeed(client, subscription, next, { ...settings, onApplied });
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /**
   * Read up to the given offsets and stage what comes, for `assembleStaged`.
   * @param leftOut places of records to pass over
   */
  async stageUpTo(
    ends: ReadonlyMap<string, bigint>,
    leftOut: ReadonlySet<string>,
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#read(ends, (tx, incoming) => stageIncoming(tx, without(incoming, leftOut)), signal);
  }

  /**
   * Apply up to the given offsets and no further: there the live tables stand, and two are compared that hold the same. What the
   * reconciler has just found that it can't store is passed over.
   */
  async applyUpTo(ends: ReadonlyMap<string, bigint>, signal?: AbortSignal): Promise<void> {
    const apply: ApplyRecords = async (tx, incoming, options) => {
      const failed = await findApplyFailed(tx, originsOf(incoming));
      return await applyBatch(tx, without(incoming, failed), options);
    };
    await this.#read(ends, apply, signal);
  }

  /** While a batch is written, the next is fetched and read. */
  async #read(ends: ReadonlyMap<string, bigint>, apply: ApplyRecords, signal?: AbortSignal): Promise<void> {
    const missing = () => [...ends].some(([partition, end]) => (this.#next.get(partition) ?? 0n) < end);
    let written: Promise<void> = Promise.resolve();
    try {
      while (missing()) {
        signal?.throwIfAborted();
        const batches = await this.#subscription.poll({
          maxMessages: MAX_MESSAGES,
          maxWaitMs: 500,
          ...(signal === undefined ? {} : { signal }),
        });
        const wanted = this.#upTo(ends, batches);
        if (wanted.length === 0) continue;
        for (const { topic, partition, next } of wanted)
          this.#next.set(partitionName({ topic, partition }), next);
        const read = await readAhead(wanted);
        await written;
        written = this.#write(wanted, { apply, read });
        written.catch(() => {}); // It is awaited before the next, or at the end.
      }
    } finally {
      await written;
    }
  }

  #upTo(ends: ReadonlyMap<string, bigint>, batches: readonly PartitionBatch[]): PartitionBatch[] {
    const wanted: PartitionBatch[] = [];
    for (const batch of batches) {
      const end = ends.get(partitionName(batch)) ?? 0n;
      if (batch.next > end) this.#subscription.seek(batch, batch.from > end ? batch.from : end);
      if (batch.from >= end) continue;
      const next = batch.next < end ? batch.next : end;
      wanted.push({ ...batch, next, messages: batch.messages.filter((message) => message.offset < next) });
    }
    return wanted;
  }

  async #write(
    batches: readonly PartitionBatch[],
    how: Required<Pick<ApplyMessagesOptions, 'apply' | 'read'>>,
  ): Promise<void> {
    const { policy, clock } = this.#settings;
    const options = { policy, at: clock(), announce: false, ...how };
    await inTransaction(this.#client, (tx) => applyMessages(tx, RECONCILER_GROUP, batches, options));
    this.#onApplied(batches.reduce((sum, batch) => sum + batch.messages.length, 0));
  }

  /** Assess again what no longer holds, so that the shadow says what holds at a moment. */
  async assessAt(at: number): Promise<void> {
    await inTransaction(this.#client, (tx) =>
      sweepWithin(tx, { policy: this.#settings.policy, at, announce: false }),
    );
  }

  /** The child of the shadow to which an id leads that is none of its children's own; null: to none. */
  async leadsTo(id: string): Promise<string | null> {
    const alias = await caseFiles(this.#client).resolveAlias(id);
    return alias.kind === 'moved' ? alias.to : null;
  }

  async close(): Promise<void> {
    try {
      await this.#subscription.close();
    } finally {
      this.#client.release(true);
    }
  }
}

function without(incoming: readonly Incoming[], places: ReadonlySet<string>): readonly Incoming[] {
  return places.size === 0 ? incoming : incoming.filter(({ position }) => !places.has(originOf(position)));
}
