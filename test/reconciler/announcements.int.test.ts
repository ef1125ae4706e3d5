import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import type { ObligationNotice } from '../../src/contracts/notice.ts';
import {
  CHILD_STATUS_TOPIC,
  DISCREPANCY_TOPIC,
  OBLIGATION_TOPIC,
  topics,
} from '../../src/contracts/topics.ts';
import type { Assertion } from '../../src/domain/case-file.ts';
import { aliasOf } from '../../src/domain/case-files.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import type { LogRecord } from '../../src/log/event-log.ts';
import { memoryLog } from '../../src/log/memory/memory-log.ts';
import { applyMessages } from '../../src/reconciler/apply-messages.ts';
import { publish } from '../../src/reconciler/outbox.ts';
import { sweep } from '../../src/reconciler/sweeper.ts';
import { withTransaction } from '../../src/store/pool.ts';
import { act } from '../support/duties.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { messageSource } from '../support/projection.ts';
import { record } from '../support/records.ts';

/** As far as this test reads it. */
interface AsyncApi {
  channels: Record<string, { messages: Record<string, unknown> }>;
  components: {
    schemas: Record<string, object>;
    messages: Record<string, { headers: object; payload: { $ref: string } }>;
  };
}

const text = readFileSync(new URL('../../schemas/asyncapi.yaml', import.meta.url), 'utf8');
const document = parse(text) as AsyncApi;
// Zod writes a pattern beside each format, so the pattern is what is checked.
const ajv = new Ajv({ strict: true, formats: { uuid: true, 'date-time': true } });
const told = [CHILD_STATUS_TOPIC, OBLIGATION_TOPIC, DISCREPANCY_TOPIC];
const kinds = told.flatMap((topic) =>
  Object.keys(document.channels[topic]!.messages).map((name) => {
    const { headers, payload } = document.components.messages[name]!;
    const schema = document.components.schemas[payload.$ref.split('/').at(-1)!]!;
    const { event } = (schema as { properties: { event?: { enum: string[]; description: string } } })
      .properties;
    return { topic, name, event, headers: ajv.compile(headers), payload: ajv.compile(schema) };
  }),
);

let database: MigratedDatabase;
let messages: LogRecord[];
beforeAll(async () => {
  database = await migratedDatabase();
  messages = await publishedBy(database);
});
afterAll(() => database.close());

it('publishes what the description of its topic says, headers and payload', () => {
  for (const { topic, headers, value } of messages) {
    const kind = kinds.find((each) => each.topic === topic && each.name === headers['ce_type']);
    if (kind === undefined) throw new Error(`${topic} has no ${headers['ce_type']}`);
    expect([kind.headers(headers), kind.headers.errors]).toEqual([true, null]);
    expect([kind.payload(JSON.parse(value!)), kind.payload.errors]).toEqual([true, null]);
  }
});

it('has been seen to publish each kind of message, each event of a notice and both ends of a redirect', () => {
  expect(new Set(messages.map(({ headers }) => headers['ce_type']))).toEqual(
    new Set([
      'rollcall.child-status',
      'rollcall.child-redirect',
      'rollcall.obligation',
      'rollcall.discrepancy',
    ]),
  );
  for (const { topic, event } of kinds) {
    if (event === undefined) continue;
    const events = messages
      .filter((message) => message.topic === topic)
      .map(({ value }) => (JSON.parse(value!) as ObligationNotice).event);
    expect(new Set<string>(events)).toEqual(new Set(event.enum));
    for (const each of events) expect(event.description).toContain(`\`${each}\``);
  }
  const ends = messages
    .filter(({ headers }) => headers['ce_type'] === 'rollcall.child-redirect')
    .map(({ value }) => (JSON.parse(value!) as { movedTo: string | null }).movedTo);
  expect(ends).toEqual(expect.arrayContaining([aliasOf('hhs.placement/stays@hhs:test'), null]));
});

/** Everything on Rollcall's own topics after lives in which whatever can be told is. */
async function publishedBy({ pool }: MigratedDatabase): Promise<LogRecord[]> {
  const log = memoryLog();
  await log.applyTopics(topics);
  const source = messageSource();
  const apply = async (at: string, ...records: Assertion[]): Promise<void> => {
    const options = { policy: currentPolicy, at: Date.parse(at), announce: true };
    await withTransaction(pool, (tx) => applyMessages(tx, 'group', source.batchOf(records), options));
    await publish({ pool, log });
  };

  const duty = { obligation: 'serve-nta', owner: 'ice', subject: 'ice.custody-transfer/t@ice:test' } as const;
  const handOver = (data: object) => record('ice.custody-transfer', 't', { data });
  await apply('2025-01-02T16:00:00Z', handOver({ transferredAt: '2025-01-02T15:00:00.000Z' }));
  await apply('2025-01-02T18:00:00Z', handOver({ version: 2, transferredAt: '2025-01-02T14:00:00.000Z' }));
  await apply('2025-01-03T00:00:00Z', act('seen', duty), act('waived', { ...duty, act: 'waive' }));
  await apply('2025-01-04T00:00:00Z', act('waived', { ...duty, act: 'waive', version: 2, voided: true }));
  while ((await sweep(pool, currentPolicy, Date.parse('2026-01-02T00:00:00Z'))).looked > 0);
  const admittedAt = '2025-01-03T15:00:00.000Z';
  await apply('2026-01-03T00:00:00Z', record('hhs.placement', 'p', { data: { admittedAt } }));
  await apply('2026-01-04T00:00:00Z', handOver({ version: 3, voided: true }));

  // Two children who turn out to be one.
  const [orr, eid] = [{ orrId: 'orr-1' }, { eidSubjectId: 'eid-1' }];
  await apply(
    '2026-01-05T00:00:00Z',
    record('hhs.placement', 'stays', { ids: orr }),
    record('ice.custody-transfer', 'goes', { ids: eid, data: { recordedAt: '2025-02-01T00:00:00.000Z' } }),
  );
  await apply('2026-01-06T00:00:00Z', record('hhs.release', 'ties', { ids: { ...orr, ...eid } }));

  // A child by itself whose record then leads to two others, until one of them is corrected.
  const ofOther = (orrId: string, version: number) =>
    record('hhs.placement', 'two', { ids: { aNumber: 'A022222223', orrId }, data: { version } });
  await apply('2026-01-07T00:00:00Z', record('hhs.release', 'waits', { ids: { orrId: 'orr-2' } }));
  await apply(
    '2026-01-08T00:00:00Z',
    record('hhs.placement', 'one', { ids: { aNumber: 'A011111112', orrId: 'orr-2' } }),
    ofOther('orr-2', 1),
  );
  await apply('2026-01-09T00:00:00Z', ofOther('orr-3', 2));

  const subscription = await log.subscribe({
    group: 'reader',
    topics: told,
    start: async (partitions) => partitions.map(() => 0n),
  });
  const batches = await subscription.poll({ maxMessages: 100_000, maxWaitMs: 0 });
  await subscription.close();
  return batches.flatMap((batch) => batch.messages);
}
