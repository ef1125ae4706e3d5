import { expect } from '@jest/globals';
import { CHILD_STATUS_TOPIC } from '../../../src/contracts/topics.ts';
import { assess, courseOf, historyOf } from '../../../src/domain/assess.ts';
import type { CaseFile } from '../../../src/domain/case-file.ts';
import { currentPolicy } from '../../../src/domain/policy.ts';
import type { EventLog } from '../../../src/log/event-log.ts';
import type { Sent } from '../../../src/simulator/index.ts';
import type { Pool } from '../../../src/store/pool.ts';
import { contentOf, expectedStore } from '../../support/expected-store.ts';
import { messageOf } from '../../support/simulated-messages.ts';
import { until } from '../../support/until.ts';
import type { Outcome } from './agency-client.ts';

/** An event and what the API said to it. */
export interface Answered {
  sent: Sent;
  outcome: Outcome;
}

/**
 * That the tables hold the effects of all that was acknowledged, each once, and of nothing else; and that the status topic
 * says the same. Everything must have been applied.
 */
export async function checkStore(pool: Pool, log: EventLog, answered: readonly Answered[]): Promise<void> {
  expect(
    answered.filter(({ sent, outcome }) => (outcome === 'rejected') !== (sent.expect === 'rejected')),
  ).toEqual([]);
  const expected = expectedStore(answered.flatMap(({ sent }) => messageOf(sent) ?? []));
  await checkRecords(pool, expected.contents);
  await checkFeedHours(pool);
  await checkDeadLetters(pool, answered);
  await checkChildren(pool, expected.children);
  expect(
    await column(
      pool,
      `select distinct record_key as c from projection.record
        where child_id is null and link_rule = 'ambiguous-identifiers' order by 1`,
    ),
  ).toEqual(expected.unlinked);
  await checkFeed(pool);
  await checkTopic(pool, log);
}

async function checkRecords(pool: Pool, contents: ReadonlySet<string>): Promise<void> {
  const { rows } = await pool.query<{ source: string; event_id: string; digest: string }>(
    'select source, event_id, digest from projection.record',
  );
  const found = rows.map((row) => contentOf(row.source, row.event_id, row.digest));
  const some = (wrong: string[]): string[] => wrong.slice(0, 5);
  const times = new Map<string, number>();
  for (const content of found) times.set(content, (times.get(content) ?? 0) + 1);
  expect({
    lost: some([...contents].filter((content) => !times.has(content))),
    twice: some([...times].filter(([, count]) => count > 1).map(([content]) => content)),
    invented: some([...times.keys()].filter((content) => !contents.has(content))),
  }).toEqual({ lost: [], twice: [], invented: [] });
}

/** The feeds' hourly counts are those of the record table, whenever the process was ended. */
async function checkFeedHours(pool: Pool): Promise<void> {
  const { rows } = await pool.query(
    `with counted as (
       select type, source, hour, records, conflicts, last_received_at from projection.feed_hour
     ), held as (
       select split_part(record_key, '/', 1), source, date_trunc('hour', received_at), count(*)::int,
         count(*) filter (where nth > 1)::int, max(received_at)
       from (
         select *, row_number() over (partition by source, event_id order by received_at, topic, partition, "offset") as nth
         from projection.record where record_key ~ '^(ice|hhs|eoir)[.]'
       ) record
       group by 1, 2, 3
     )
     (table counted except table held) union all (table held except table counted)`,
  );
  expect(rows).toEqual([]);
}

/** What was refused is kept as it was sent. One whose answer was lost may be there again: each time it was refused anew. */
async function checkDeadLetters(pool: Pool, answered: readonly Answered[]): Promise<void> {
  const refused = answered.filter(({ outcome }) => outcome === 'rejected');
  const originals = await column(
    pool,
    `select convert_from(original, 'UTF8') as c from rollcall.dead_letter where stage = 'intake'`,
  );
  expect(new Set(originals)).toEqual(new Set(refused.map(({ sent }) => JSON.stringify(sent.event))));
  expect(
    await column(pool, `select reason as c from rollcall.dead_letter where stage = 'reconciler'`),
  ).toEqual([]);
}

interface ChildRow {
  child_id: string;
  doc: string;
  next_change_at: Date | null;
  history: string;
}

async function checkChildren(pool: Pool, files: readonly CaseFile[]): Promise<void> {
  const now = Date.now();
  const { rows } = await pool.query<ChildRow>(
    `select child_id, doc, next_change_at,
        (select string_agg(concat_ws(' ', extract(epoch from valid_from)::bigint, placement, notice_to_appear, court, address,
           contact, verification), ',' order by valid_from)
           from projection.status_history h where h.child_id = s.child_id) as history
       from projection.child_status s`,
  );
  const children = new Map(rows.map((row) => [row.child_id, row]));
  expect([...children.keys()].sort()).toEqual(files.map((file) => file.childId).sort());
  const wrong: unknown[] = [];
  for (const file of files) {
    const row = children.get(file.childId)!;
    // A status that time has changed since is as it was until then.
    const past = row.next_change_at !== null && row.next_change_at.getTime() <= now;
    const at = past ? row.next_change_at!.getTime() - 1 : now;
    const doc = JSON.stringify(assess(file, currentPolicy, at));
    const history = historyOf(courseOf(file, currentPolicy)).map((one) =>
      [
        Math.round(one.from / 1000),
        one.placement,
        one.noticeToAppear,
        one.court,
        one.address,
        one.contact,
        one.verification,
      ].join(' '),
    );
    if (row.doc !== doc) wrong.push({ found: row.doc, expected: doc });
    if ((row.history ?? '') !== history.join(','))
      wrong.push({ childId: file.childId, found: row.history, expected: history.join(',') });
  }
  expect(wrong.slice(0, 3)).toEqual([]);
}

/** The feed has no hole, says nothing twice in a row, and ends with what each child's status is. */
async function checkFeed(pool: Pool): Promise<void> {
  const { rows } = await pool.query(
    `with feed as (
       select seq, child_id, kind, etag, moved_to,
         lag(coalesce(etag, moved_to::text)) over (partition by child_id order by seq) as before,
         row_number() over (partition by child_id order by seq desc) as back
       from rollcall.status_change
     )
     select 'hole' as wrong, null as child_id where (select count(*) <> coalesce(max(seq), 0) from feed)
     union all select 'repeated', child_id from feed where coalesce(etag, moved_to::text) = before
     union all select 'not announced', s.child_id from projection.child_status s
       left join feed f on f.child_id = s.child_id and f.back = 1 where f.etag is distinct from s.etag
     union all select 'announced and not there', f.child_id from feed f
       left join projection.child_status s on s.child_id = f.child_id
       where f.back = 1 and f.kind = 'changed' and s.child_id is null`,
  );
  expect(rows.slice(0, 5)).toEqual([]);
}

/** The last message of each child on the topic is its status, or where it went. */
async function checkTopic(pool: Pool, log: EventLog): Promise<void> {
  await until('all changes to be on the topic', async () => {
    const { rows } = await pool.query<{ done: boolean }>(
      'select published = next - 1 as done from rollcall.change_head',
    );
    return rows[0]!.done;
  });
  const marks = await log.watermarks(CHILD_STATUS_TOPIC);
  const ends = new Map(marks.map(({ partition, high }) => [partition, high]));
  const subscription = await log.subscribe({
    group: `check-${process.pid}-${Date.now()}`,
    topics: [CHILD_STATUS_TOPIC],
    start: async (partitions) => partitions.map(() => null),
  });
  const last = new Map<string, string | null>();
  const reached = new Map(marks.map(({ partition, low }) => [partition, low]));
  try {
    while ([...ends].some(([partition, high]) => reached.get(partition)! < high)) {
      for (const { partition, next, messages } of await subscription.poll({
        maxMessages: 5_000,
        maxWaitMs: 1_000,
      })) {
        reached.set(partition, next);
        for (const { key, value } of messages) last.set(key, value);
      }
    }
  } finally {
    await subscription.close();
  }
  const { rows } = await pool.query<{ child_id: string; doc: string }>(
    'select child_id, doc from projection.child_status',
  );
  const wrong = rows.filter((row) => last.get(row.child_id) !== row.doc);
  expect(wrong.slice(0, 3)).toEqual([]);
  const statuses = [...last.values()].filter(
    (value) => value?.startsWith('{"childId"') && value.includes('"asOf"'),
  );
  expect(statuses).toHaveLength(rows.length);
}

async function column(pool: Pool, sql: string): Promise<string[]> {
  const { rows } = await pool.query<{ c: string }>(sql);
  return rows.map((row) => row.c);
}
