import { types, type Pool, type QueryArrayConfig } from 'pg';
import { AppError } from '../../contracts/errors.ts';
import { partitionName } from '../../contracts/topics.ts';
import {
  OffsetOutOfRangeError,
  POLL_BYTES,
  type LogRecord,
  type PartitionBatch,
  type TopicPartition,
} from '../event-log.ts';

/** A partition and the offset to read next. */
export interface Cursor extends TopicPartition {
  topicId: number;
  next: bigint;
}

const HEADS = `
  select w.i, h.low, h.next, h.compacted
    from unnest($1::int2[], $2::int4[], $3::int8[]) with ordinality as w(topic_id, partition, at, i)
    join log.head h on h.topic_id = w.topic_id and h.partition = w.partition
   where h.next <> w.at or h.low > w.at`;

// As many as wanted, not a range: where compaction left few of many, a poll is still as large as asked for.
// Lengths are known without reading what lies out of line. A value is taken where those before it leave room.
const MESSAGES = `
  select w.i, m."offset", m.ts, m.key, m.headers, m.value, m.bytes
    from unnest($1::int2[], $2::int4[], $3::int8[], $4::int8[], $5::int8[], $6::int8[]) with ordinality
      as w(topic_id, partition, first, past, size, room, i)
   cross join lateral (
     select m."offset", m.ts, m.key, m.headers, m.value,
            sum(coalesce(octet_length(m.value), 0)) over (order by m."offset" rows unbounded preceding) as bytes
       from log.message m
      where m.topic_id = w.topic_id and m.partition = w.partition and m."offset" >= w.first and m."offset" < w.past
      order by m."offset" limit w.size) m
   where m.bytes - coalesce(octet_length(m.value), 0) < w.room`;

const asText = { getTypeParser: () => (text: string) => text };
const parseTime = types.getTypeParser(types.builtins.TIMESTAMPTZ) as unknown as (text: string) => Date;
type Row = [
  i: string,
  offset: string,
  ts: string,
  key: string,
  headers: string,
  value: string | null,
  bytes: string,
];

/**
 * What the cursors' partitions hold from there on, at most `maxMessages` over all, shared evenly among those with
 * news. Cursors are not moved. Throws OffsetOutOfRangeError for the first cursor outside what is kept.
 */
export async function readMessages(
  pool: Pool,
  cursors: readonly Cursor[],
  maxMessages: number,
): Promise<PartitionBatch[]> {
  const heads = await readHeads(pool, cursors);
  if (heads.length === 0) return [];
  const ranges = share(heads, maxMessages);
  const query: QueryArrayConfig = {
    name: 'log_read',
    text: MESSAGES,
    values: [
      ranges.map(({ cursor }) => cursor.topicId),
      ranges.map(({ cursor }) => cursor.partition),
      ranges.map(({ cursor }) => String(cursor.next)),
      ranges.map(({ high }) => String(high)),
      ranges.map(({ size }) => size),
      ranges.map(({ room }) => room),
    ],
    rowMode: 'array',
    types: asText,
  };
  const { rows } = await pool.query<Row>(query);
  const batches = ranges.map(({ cursor, high }): PartitionBatch => {
    const { topic, partition, next } = cursor;
    return { topic, partition, from: next, next: high, messages: [] };
  });
  let lastText = '';
  let lastTime = new Date(0);
  const read = ranges.map(() => 0);
  for (const [i, offset, ts, key, headers, value, bytes] of rows) {
    if (ts !== lastText) [lastText, lastTime] = [ts, parseTime(ts)];
    const place = Number(i) - 1;
    const { topic, partition, messages } = batches[place]!;
    messages.push({
      topic,
      partition,
      offset: BigInt(offset),
      key,
      headers: headers === '{}' ? {} : readHeaders(headers),
      value,
      appendedAt: lastTime,
    });
    read[place] = Number(bytes);
  }
  for (const [i, batch] of batches.entries()) {
    const { size, room } = ranges[i]!;
    if (batch.messages.length === size || read[i]! >= room) batch.next = batch.messages.at(-1)!.offset + 1n;
  }
  const holed = batches.filter((batch) => BigInt(batch.messages.length) < batch.next - batch.from);
  if (holed.length > 0) expectOnlyCompacted(holed, await readHeads(pool, cursors));
  return batches;
}

/** What another wrote that are no headers are none: whoever reads the message says what it lacks. */
function readHeaders(text: string): LogRecord['headers'] {
  try {
    const headers = JSON.parse(text) as unknown;
    if (typeof headers !== 'object' || headers === null) return {};
    return Object.values(headers).every((value) => typeof value === 'string')
      ? (headers as LogRecord['headers'])
      : {};
  } catch {
    return {};
  }
}

interface Head {
  cursor: Cursor;
  high: bigint;
  /** Below it compaction leaves holes. */
  compacted: bigint;
}

async function readHeads(pool: Pool, cursors: readonly Cursor[]): Promise<Head[]> {
  const { rows } = await pool.query<{ i: string; low: string; next: string; compacted: string }>({
    name: 'log_heads',
    text: HEADS,
    values: [
      cursors.map((cursor) => cursor.topicId),
      cursors.map((cursor) => cursor.partition),
      cursors.map((cursor) => String(cursor.next)),
    ],
  });
  return rows.map((row) => {
    const cursor = cursors[Number(row.i) - 1]!;
    const [low, high] = [BigInt(row.low), BigInt(row.next)];
    const { topic, partition, next } = cursor;
    if (next < low || next > high)
      throw new OffsetOutOfRangeError({ topic, partition, offset: next }, { low, high });
    return { cursor, high, compacted: BigInt(row.compacted) };
  });
}

/** What a poll takes of a partition: `size` messages below `high`, or as many as `room` bytes hold. */
interface Range {
  cursor: Cursor;
  high: bigint;
  size: number;
  room: number;
}

/** So few are taken whole, however much waits in other partitions: news does not wait for their backlog. */
const FEW = 8;

/**
 * Each its part of a poll by how much waits there, so that all are worked off at one pace and what came at one time is read at
 * one time. Small backlogs first, so that what they leave of their part goes to the larger ones.
 */
function share(heads: readonly Head[], maxMessages: number): Range[] {
  const waiting = heads.map(({ cursor, high }) => ({ cursor, high, backlog: Number(high - cursor.next) }));
  waiting.sort((a, b) => a.backlog - b.backlog);
  let left = maxMessages;
  let behind = waiting.reduce((sum, { backlog }) => sum + backlog, 0);
  return waiting.map(({ cursor, high, backlog }, i) => {
    const even = Math.ceil(left / (waiting.length - i));
    const part = Math.ceil((left * backlog) / behind);
    const size = Math.min(backlog, Math.max(1, part, backlog <= FEW ? even : 0));
    left -= size;
    behind -= backlog;
    return { cursor, high, size, room: Math.ceil((POLL_BYTES * size) / maxMessages) };
  });
}

/**
 * Offsets are dense from where compaction has come to: a message missing there was trimmed meanwhile, which reading the
 * heads again has told, or the log is damaged. Compaction and trimming both note their bound before they delete.
 */
function expectOnlyCompacted(holed: readonly PartitionBatch[], heads: readonly Head[]): void {
  for (const { topic, partition, from, next, messages } of holed) {
    const head = heads.find(({ cursor }) => cursor.topic === topic && cursor.partition === partition);
    const compacted = head?.compacted ?? from;
    const dense = compacted > from ? compacted : from;
    const found = messages.filter((message) => message.offset >= dense).length;
    if (next <= dense || BigInt(found) === next - dense) continue;
    throw new AppError(
      'log-damaged',
      `${partitionName({ topic, partition })}: messages are missing between ${dense} and ${next}`,
    );
  }
}
