import { setTimeout as delay } from 'node:timers/promises';
import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { TopicPartition } from '../event-log.ts';

/** What kafkajs fetched of one partition, held up in its handler until polls have taken it. */
export interface HandOver {
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
 * Between kafkajs, which pushes what it fetched, and polls, which take it. A handler waits until polls have taken its batch and the
 * next poll begins; until then kafkajs neither fetches nor rejoins. Heartbeats go on meanwhile.
 */
export interface HandOvers {
  /** kafkajs' handler of a batch. Rejects where the group wants us back: kafkajs then joins again. */
  handle(payload: EachBatchPayload): Promise<void>;
  /** All that is held up, in the order in which polls look at it. */
  all(): readonly HandOver[];
  /** Whether the group moves partitions or has lost us: no more of what was fetched is given out. */
  isRevoked(): boolean;
  /** Take so many messages of one, at most; what is left comes after the others': none waits for another's backlog. */
  take(item: HandOver, most: number): readonly KafkaMessage[];
  /** The application comes back: what it had is applied. */
  release(): void;
  drop(at: TopicPartition): void;
  dropAll(): void;
  /** In the group anew: nothing of before is given out. */
  renew(): void;
  /** Nothing is held up any more. */
  close(): void;
}

/** @param onFetched something can be taken */
export function createHandOvers(heartbeatMs: number, onFetched: () => void): HandOvers {
  let queue: HandOver[] = [];
  let revoked: unknown = null;
  /** Handlers of kafkajs that wait. */
  let waiting = 0;
  let closed = false;

  /** Finish those of which it is true. */
  function dropWhere(isDropped: (item: HandOver) => boolean): void {
    const dropped = queue.filter(isDropped);
    queue = queue.filter((item) => !isDropped(item));
    for (const item of dropped) item.finish('dropped');
  }

  const dropAll = (): void => dropWhere(() => true);

  return {
    async handle(payload) {
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
      onFetched();
      waiting += 1;
      while (wait.finished === null && payload.isRunning()) {
        const timer = new AbortController();
        const woken = new Promise<void>((resolve) => {
          wait.wake = resolve;
        });
        await Promise.race([woken, delay(heartbeatMs, undefined, { signal: timer.signal }).catch(() => {})]);
        timer.abort();
        if (wait.finished !== null) break;
        try {
          await payload.heartbeat();
        } catch (error) {
          // The group waits for us to come back. What the application has in hand it may finish first.
          revoked ??= error;
          dropWhere((item) => !item.inHand);
        }
      }
      waiting -= 1;
      if (wait.finished === 'read') payload.resolveOffset(batch.lastOffset());
      if (revoked !== null) throw revoked as Error; // kafkajs joins again
    },
    all: () => queue,
    isRevoked: () => revoked !== null,
    take(item, most) {
      const messages = item.messages.slice(item.taken, item.taken + most);
      item.taken += messages.length;
      item.inHand = true;
      queue = [...queue.filter((other) => other !== item), item];
      return messages;
    },
    release() {
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
    },
    drop(at) {
      dropWhere((item) => item.at.topic === at.topic && item.at.partition === at.partition);
    },
    dropAll,
    renew() {
      revoked = null;
      dropAll();
    },
    close() {
      closed = true;
      dropAll();
    },
  };
}
