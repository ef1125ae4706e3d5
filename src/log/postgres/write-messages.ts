import type { Pool } from 'pg';
import type { LogMessage, LogPosition } from '../event-log.ts';
import { partitionOf } from '../partition-of.ts';
import type { Topic } from './catalog.ts';

/** Between the fields of one parameter, and in place of a null: neither can occur in JSON text. */
const SEPARATOR = '\u001e';
const NULL = '\u001f';

// One statement: lock the heads in order (two processes can't deadlock), count them up, store the rows. The offset of
// row i is its head's next before, plus its place in the group (rows of a group lie side by side).
const statement = (fields: string): string => `
  with wanted as materialized (
    select * from unnest($1::int2[], $2::int4[], $3::int8[], $4::int8[])
      with ordinality as w(topic_id, partition, n, start, g)),
  locked as materialized (
    select h.topic_id, h.partition from log.head h
     where (h.topic_id, h.partition) in (select topic_id, partition from wanted)
     order by h.topic_id, h.partition for update),
  head as (
    update log.head h
       set next = h.next + w.n, last_ts = greatest(h.last_ts, date_trunc('milliseconds', clock_timestamp()))
      from wanted w join locked l using (topic_id, partition)
     where h.topic_id = w.topic_id and h.partition = w.partition
    returning w.g, h.topic_id, h.partition, h.next - w.n as first, h.next - w.n - w.start as base, h.last_ts),
  stored as (
    insert into log.message ("offset", ts, partition, topic_id, key, headers, value)
    select head.base + r.i - 1, head.last_ts, head.partition, head.topic_id, r.key, r.headers, r.value
      from unnest($5::int8[], ${fields}) with ordinality as r(g, key, headers, value, i) join head on head.g = r.g)
  select g, first from head`;

// Text split by a character: an array parameter would have every quote of every JSON text escaped and unescaped.
const SPLIT = statement(
  String.raw`string_to_array($6, E'\x1e'), string_to_array($7, E'\x1e'), string_to_array($8, E'\x1e', E'\x1f')`,
);
const ARRAYS = statement('$6::text[], $7::text[], $8::text[]');

interface Group {
  topic: Topic;
  partition: number;
  rows: number[];
}

/** Store messages durably in one statement. Positions come in the order given. */
export async function writeMessages(
  pool: Pool,
  topics: ReadonlyMap<string, Topic>,
  messages: readonly LogMessage[],
): Promise<LogPosition[]> {
  const groups = group(topics, messages);
  const starts: number[] = [];
  const groupOfRow: number[] = [];
  const keys: string[] = [];
  const headers: string[] = [];
  const values: Array<string | null> = [];
  let splittable = true;
  for (const [g, { rows }] of groups.entries()) {
    starts.push(keys.length);
    for (const row of rows) {
      const message = messages[row]!;
      groupOfRow.push(g + 1);
      keys.push(message.key);
      headers.push(JSON.stringify(message.headers));
      values.push(message.value);
      splittable &&= isPlain(message.key) && (message.value === null || isPlain(message.value));
    }
  }
  // One field of an empty text alone would be split into no field at all.
  splittable &&= keys.length > 1 || (keys[0] !== '' && values[0] !== '');
  const { rows } = await pool.query<{ g: string; first: string }>({
    name: splittable ? 'log_append' : 'log_append_arrays',
    text: splittable ? SPLIT : ARRAYS,
    values: [
      groups.map((g) => g.topic.id),
      groups.map((g) => g.partition),
      groups.map((g) => g.rows.length),
      starts,
      `{${groupOfRow.join(',')}}`,
      ...(splittable
        ? [
            keys.join(SEPARATOR),
            headers.join(SEPARATOR),
            values.map((value) => value ?? NULL).join(SEPARATOR),
          ]
        : [keys, headers, values]),
    ],
  });
  const positions = Array.from<LogPosition>({ length: messages.length });
  for (const { g, first } of rows) {
    const { topic, partition, rows: members } = groups[Number(g) - 1]!;
    let offset = BigInt(first);
    for (const row of members) {
      positions[row] = { topic: topic.name, partition, offset };
      offset += 1n;
    }
  }
  return positions;
}

function group(topics: ReadonlyMap<string, Topic>, messages: readonly LogMessage[]): Group[] {
  const groups = new Map<number, Group>();
  for (const [row, message] of messages.entries()) {
    const topic = topics.get(message.topic)!;
    const partition = partitionOf(message.key, topic.partitions);
    const id = topic.id * 0x10000 + partition;
    const found = groups.get(id);
    if (found) found.rows.push(row);
    else groups.set(id, { topic, partition, rows: [row] });
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, found]) => found);
}

function isPlain(text: string): boolean {
  return !text.includes(SEPARATOR) && text !== NULL;
}
