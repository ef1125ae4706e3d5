import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { AccountabilityReport } from '../../src/api/answers/accountability-report.ts';
import { eroAreas } from '../../src/contracts/codes/ero-area.ts';
import { isAct, type RecordAssertion } from '../../src/domain/case-file.ts';
import type { LogMessage } from '../../src/log/event-log.ts';
import { readMessage } from '../../src/reconciler/read-message.ts';
import { startReconciler } from '../../src/reconciler/reconciler.ts';
import {
  accountabilityOf,
  endOfDay,
  measures,
  simulateChildren,
  type SimulatedPerson,
} from '../../src/simulator/index.ts';
import { Random } from '../../src/simulator/random.ts';
import { courseOf } from '../../src/simulator/truth.ts';
import { caughtUp } from '../support/caught-up.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { messageOf } from '../support/simulated-messages.ts';
import type { TestServer } from './support/api-server.ts';
import { startApiOn } from './support/api-on.ts';

const now = new Date('2026-09-30T12:00:00Z');
const dates = ['2021-03-14', '2024-05-31', '2026-09-30'];
const knownAt = '2026-06-30T12:00:00.000Z';
/** In no order: of each child any of its records may be known and any not. */
const receipts = new Random('known-then', 'receipts');
const anyTime = (): string => new Date(Date.UTC(2026, 0, 1 + receipts.between(0, 240))).toISOString();
const LATE = '2026-09-29T00:00:00.000Z';

let database: MigratedDatabase;
let api: TestServer;
/** Each child as what had come by then tells it. */
const known: SimulatedPerson[] = [];

beforeAll(async () => {
  database = await migratedDatabase();
  const { pool } = database;
  api = await startApiOn(pool, { clock: () => now });
  const reconciler = startReconciler({ log: api.log, pool, clock: () => now.getTime() });
  for (const child of simulateChildren({ children: 400, seed: 'known-then' })) {
    const messages = child.events.map((sent) => messageOf(sent)).filter((message) => message !== null);
    const contents = messages.map(contentOf);
    const [person] = child.people;
    const receivedAt = receiptsOf(person, contents);
    await api.log.append(
      messages.map((message, index) => ({
        ...message,
        headers: { ...message.headers, ce_receivedtime: receivedAt.get(contents[index]!.key)! },
      })),
    );
    const toCome = [...receivedAt].filter(([, at]) => at > knownAt).map(([key]) => key);
    const unheard = new Set([...person.unheard, ...toCome]);
    const saysBirth = person.records.some(
      ({ key, content }) =>
        !unheard.has(key) && content.voided !== true && content.person.birthDate !== undefined,
    );
    const born = saysBirth ? person.life.person.birthDate : null;
    known.push({ ...person, unheard, course: courseOf(person.life, unheard, born) });
  }
  await caughtUp(pool, api.log);
  await reconciler.stop();
}, 120_000);
afterAll(async () => {
  await api?.close();
  await database?.close();
});

function contentOf(message: LogMessage): RecordAssertion {
  const read = readMessage({ ...message, partition: 0, offset: 0n, appendedAt: new Date('2099-12-31') });
  if (read.kind !== 'record' || isAct(read.incoming.assertion)) throw new Error('no record');
  return read.incoming.assertion;
}

/**
 * When each record of a child was received, with all its versions. One without the A-number comes with or after one that has it and ties
 * them: what is received is then this child's. What no such record ties, or what names another child, comes last.
 */
function receiptsOf({ life }: SimulatedPerson, contents: readonly RecordAssertion[]): Map<string, string> {
  const own = digitsOf(life.ids.aNumber);
  const keys = [...new Set(contents.map(({ key }) => key))];
  const idsOf = (key: string) =>
    contents.filter((one) => one.key === key).map(({ data }) => data.person.identifiers ?? {});
  const numbersOf = (key: string) => idsOf(key).map(({ aNumber }) => digitsOf(aNumber));
  const receivedAt = new Map<string, string>();
  const tying = keys.filter((key) => numbersOf(key).every((number) => number === own));
  for (const key of tying) receivedAt.set(key, anyTime());
  for (const key of keys) {
    if (receivedAt.has(key)) continue;
    const named = numbersOf(key).every((number) => number === null || number === own);
    const shared = new Set(idsOf(key).flatMap((ids) => Object.values({ ...ids, aNumber: undefined })));
    const ties = tying
      .filter((other) =>
        idsOf(other).every((ids) => Object.values(ids).some((id) => id !== undefined && shared.has(id))),
      )
      .map((other) => receivedAt.get(other)!);
    const first = ties.sort()[0];
    const drawn = anyTime();
    receivedAt.set(key, !named || first === undefined ? LATE : first > drawn ? first : drawn);
  }
  return receivedAt;
}

function digitsOf(aNumber: string | undefined): string | null {
  return aNumber === undefined ? null : aNumber.replace(/\D/g, '').replace(/^0+/, '');
}

type Counts = Record<string, Record<string, number>>;

function truth(day: string, by: 'fieldOffice' | 'fiscalYear', rows: readonly string[]): Counts {
  const none = () => Object.fromEntries(measures.map((measure) => [measure, 0]));
  const counts: Counts = Object.fromEntries([...rows, 'total'].map((row) => [row, none()]));
  for (const person of known) {
    const found = accountabilityOf(person, new Date(endOfDay(day)));
    if (found === null) continue;
    for (const measure of found.measures)
      for (const row of [String(found[by]), 'total']) counts[row]![measure]! += 1;
  }
  return counts;
}

async function report(query: string): Promise<Counts> {
  const authorization = `Bearer ${await api.token()}`;
  const response = await fetch(`${api.url}/v1/reports/accountability?${query}`, {
    headers: { authorization },
  });
  const { rows, total } = (await response.json()) as AccountabilityReport;
  return { ...Object.fromEntries(rows.map(({ key, counts }) => [key, counts])), total: total.counts };
}

it.each(dates)(
  'as of %s by what had been received is the simulator’s truth of the same records',
  async (day) => {
    const years = ['2019', '2020', '2021', '2022', '2023'];
    const byYear = await report(`asOf=${day}&knownAt=${knownAt}`);
    expect(byYear).toEqual(truth(day, 'fiscalYear', years));
    expect(await report(`asOf=${day}&by=field-office&knownAt=${knownAt}`)).toEqual(
      truth(day, 'fieldOffice', eroAreas),
    );
    // Much was known, and much not.
    if (day !== dates[0])
      for (const measure of measures) expect(byYear['total']![measure]).toBeGreaterThan(3);
    expect(byYear['total']!['transferred']).toBeGreaterThan(30);
    const all = await report(`asOf=${day}`);
    expect(byYear['total']!['transferred']! * 1.1).toBeLessThan(all['total']!['transferred']!);
  },
);
