import type { Message, Producer, RecordMetadata, TopicMessages } from 'kafkajs';
import { AppError, UnavailableError } from '../../contracts/errors.ts';
import { partitionName } from '../../contracts/topics.ts';
import type { LogMessage, LogPosition } from '../event-log.ts';
import { partitionOf } from '../partition-of.ts';
import { asAppError, within, type LastFault } from './faults.ts';

/** Sends at once. A partition belongs to one lane and a lane sends one request at a time: that keeps the order. */
const LANES = 2;
const BATCH_MESSAGES = 1_000;
const BATCH_BYTES = 1_000_000;
/** After this a caller is told that it is not known to be there. */
export const APPEND_MS = 15_000;

export interface Appender {
  /** @param partitionCounts of every topic named */
  append(
    messages: readonly LogMessage[],
    partitionCounts: ReadonlyMap<string, number>,
  ): Promise<LogPosition[]>;
  /** Wait for what is being appended, then let go. */
  close(): Promise<void>;
}

/** What of one call goes into one lane. */
interface Part {
  items: Item[];
  bytes: number;
  /** Its caller gave up: no use in sending. */
  dropped: boolean;
  done: () => void;
  failed: (error: AppError) => void;
}

interface Item {
  message: LogMessage;
  partition: number;
  position: LogPosition | null;
}

/**
 * Group commit over a kafkajs producer, which gathers nothing itself: while a lane's request is under way, all that
 * is appended meanwhile waits and goes out together with the next.
 *
 * Plain, not idempotent: kafkajs serialises idempotent sends per broker, and one that is given up may make it take
 * a later message for a duplicate of it and drop it (its sequence number is used again). A repeated message is the
 * lesser evil: consumers know duplicates.
 */
export function kafkaAppender(newProducer: () => Producer, lastFault: LastFault): Appender {
  const lanes: Array<{ queue: Part[]; sending: boolean }> = Array.from({ length: LANES }, () => ({
    queue: [],
    sending: false,
  }));
  let producer = newProducer();
  let connected: Promise<void> | null = null;
  let idle: (() => void) | null = null;

  const connect = async (): Promise<Producer> => {
    const client = producer;
    connected ??= client.connect();
    try {
      await connected;
    } catch (error) {
      connected = null;
      throw error;
    }
    return client;
  };

  const renew = (stale: Producer): void => {
    if (producer !== stale) return; // the other lane was first
    producer = newProducer();
    connected = null;
    stale.disconnect().catch(() => {}); // it waits for what it has under way
  };

  const sendBy = async (client: Producer, items: readonly Item[]): Promise<void> => {
    const byPlace = new Map<string, Item[]>();
    const byTopic = new Map<string, Message[]>();
    for (const item of items) {
      const { topic, key, value, headers } = item.message;
      pushTo(byPlace, partitionName({ topic, partition: item.partition }), item);
      pushTo(byTopic, topic, { key, value, headers, partition: item.partition });
    }
    const topicMessages: TopicMessages[] = Array.from(byTopic, ([topic, messages]) => ({ topic, messages }));
    for (const answer of await client.sendBatch({ acks: -1, timeout: 10_000, topicMessages })) {
      const sent = byPlace.get(`${answer.topicName}/${answer.partition}`) ?? [];
      const first = firstOffset(answer);
      for (const [i, item] of sent.entries()) {
        item.position = { topic: answer.topicName, partition: answer.partition, offset: first + BigInt(i) };
      }
    }
  };

  const send = async (parts: readonly Part[]): Promise<void> => {
    const client = await connect();
    await sendBy(client, unplaced(parts));
    const left = unplaced(parts);
    if (left.length === 0) return;
    // kafkajs passes over partitions added since it last looked, and says nothing; it may not look for 5 minutes.
    renew(client);
    await sendBy(await connect(), left);
  };

  const settle = async (parts: readonly Part[]): Promise<void> => {
    try {
      await send(parts);
      for (const part of parts) part.done();
    } catch (cause) {
      const error = asAppError('append', cause);
      // One message that is refused for good must not fail other callers' with it.
      if (!error.retriable && parts.length > 1) for (const part of parts) await settle([part]);
      else for (const part of parts) part.failed(error);
    }
  };

  const drain = async (lane: (typeof lanes)[number]): Promise<void> => {
    if (lane.sending) return;
    lane.sending = true;
    while (lane.queue.length > 0) {
      // Callers of this turn of the event loop join in.
      await new Promise((resolve) => setImmediate(resolve));
      const parts = takeBatch(lane.queue);
      if (parts.length > 0) await settle(parts);
    }
    lane.sending = false;
    if (lanes.every(({ sending }) => !sending)) idle?.();
  };

  return {
    async append(messages, partitionCounts) {
      const items = messages.map((message): Item => {
        const partition = partitionOf(message.key, partitionCounts.get(message.topic)!);
        return { message, partition, position: null };
      });
      const shares = new Map<number, Item[]>();
      // Same number, same lane in every topic, so the topics of one child are written in the order given too.
      for (const item of items) pushTo(shares, item.partition % LANES, item);
      const parts: Part[] = [];
      const sent = Array.from(shares, ([lane, share]) => {
        const chunks = chunksOf(share);
        return Promise.all(
          chunks.map(
            (chunk) =>
              new Promise<void>((done, failed) => {
                const part: Part = { ...chunk, dropped: false, done, failed };
                parts.push(part);
                lanes[lane]!.queue.push(part);
                void drain(lanes[lane]!);
              }),
          ),
        );
      });
      try {
        await within(APPEND_MS, 'append', Promise.all(sent), lastFault);
      } catch (error) {
        for (const part of parts) part.dropped = true;
        throw error;
      }
      return items.map(({ position, message }) => {
        if (position === null) throw new UnavailableError(`Kafka did not say where in ${message.topic}`);
        return position;
      });
    },
    async close() {
      if (lanes.some(({ sending }) => sending)) {
        const drained = new Promise<void>((resolve) => {
          idle = resolve;
        });
        await within(APPEND_MS, 'finish appending', drained).catch(() => {});
      }
      if (connected !== null) await producer.disconnect();
    },
  };
}

/** What is not known to be in the log. */
function unplaced(parts: readonly Part[]): Item[] {
  return parts.flatMap(({ items }) => items.filter(({ position }) => position === null));
}

/** Take parts off the queue up to a batch, at least one; those given up are passed over. */
function takeBatch(queue: Part[]): Part[] {
  const parts: Part[] = [];
  let messages = 0;
  let bytes = 0;
  while (queue.length > 0) {
    const part = queue[0]!;
    const full = messages + part.items.length > BATCH_MESSAGES || bytes + part.bytes > BATCH_BYTES;
    if (full && parts.length > 0) break;
    queue.shift();
    if (part.dropped) continue;
    parts.push(part);
    messages += part.items.length;
    bytes += part.bytes;
  }
  return parts;
}

/** A call larger than a batch is cut. */
function chunksOf(items: readonly Item[]): Array<{ items: Item[]; bytes: number }> {
  const chunks: Array<{ items: Item[]; bytes: number }> = [];
  let last: { items: Item[]; bytes: number } | undefined;
  for (const item of items) {
    const bytes = sizeOf(item.message);
    if (last === undefined || last.items.length >= BATCH_MESSAGES || last.bytes + bytes > BATCH_BYTES) {
      last = { items: [], bytes: 0 };
      chunks.push(last);
    }
    last.items.push(item);
    last.bytes += bytes;
  }
  return chunks;
}

/** In UTF-16 units: near enough to bound a batch, and costs nothing. */
function sizeOf({ key, value, headers }: LogMessage): number {
  let size = key.length + (value?.length ?? 0) + 32;
  for (const name in headers) size += name.length + headers[name]!.length;
  return size;
}

function firstOffset({ baseOffset, offset }: RecordMetadata): bigint {
  return BigInt(baseOffset ?? offset ?? -1);
}

function pushTo<K, T>(map: Map<K, T[]>, key: K, item: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}
