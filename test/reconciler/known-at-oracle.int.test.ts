import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { oversight, type Oversight } from '../../src/api/oversight.ts';
import { ObligationState } from '../../src/contracts/obligation.ts';
import { accountabilityMeasures } from '../../src/domain/accountability.ts';
import { assess, courseOf, historyOf } from '../../src/domain/assess.ts';
import { isAct, type Assertion, type CaseFile } from '../../src/domain/case-file.ts';
import { aliasOf, caseFilesOf, idsGivenBy, type CaseFiles } from '../../src/domain/case-files.ts';
import { contentsOf } from '../../src/domain/in-use.ts';
import { changesOf, dutyStateAt } from '../../src/domain/obligations/duties.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import { applyMessages } from '../../src/reconciler/apply-messages.ts';
import { caseFiles, type AsKnown, type CaseFileReader } from '../../src/reconciler/case-files.ts';
import { contentKey } from '../../src/reconciler/render-status.ts';
import { withTransaction, type Pool } from '../../src/store/pool.ts';
import { withActs } from '../support/arbitrary-acts.ts';
import { arbitraryLife } from '../support/arbitrary-lives.ts';
import { momentNear } from '../support/arbitrary-moments.ts';
import { arrivalsOf, entangledRecords } from '../support/arbitrary-records.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { clearProjection, messageSource } from '../support/projection.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const DAY = 86_400_000;

let database: MigratedDatabase;
let pool: Pool;
let reader: CaseFileReader;
let lists: Oversight;
beforeAll(async () => {
  database = await migratedDatabase();
  ({ pool } = database);
  reader = caseFiles(pool);
  lists = oversight(pool);
});
afterAll(() => database.close());

/** Everything ever said, and when each content of it was received. */
interface Received {
  all: readonly Assertion[];
  receivedAt: (one: Assertion) => number;
}

/** A list of what was received, how it arrived, and two moments to ask for: any, and those at which an answer turns. */
function question(records: fc.Arbitrary<Assertion[]>) {
  const receipts = fc.integer({ min: 0, max: 300 }).map((day) => Date.UTC(2025, 5, 1) + day * DAY);
  return records.chain((all) => {
    const contents = [...new Set(all.map(contentKey))];
    return fc.array(receipts, { minLength: contents.length, maxLength: contents.length }).chain((moments) => {
      const receiptOf = new Map(contents.map((key, index) => [key, moments[index]!]));
      const turns = caseFilesOf(all).children.flatMap((child) => [
        ...historyOf(courseOf(child, currentPolicy)).map(({ from }) => from),
        ...courseOf(child, currentPolicy).duties.flatMap(changesOf),
      ]);
      return fc.record({
        received: fc.constant<Received>({ all, receivedAt: (one) => receiptOf.get(contentKey(one))! }),
        arrivals: arrivalsOf(all),
        again: fc.subarray(all),
        size: fc.integer({ min: 2, max: 20 }),
        which: fc.nat({ max: 79 }),
        knownAt: momentNear(moments),
        validAt: momentNear(turns.filter(Number.isFinite)),
      });
    });
  });
}

/** Arrives as it may; then some of it again, which was received later and so says nothing of when it was known. */
async function arrive(
  { receivedAt }: Received,
  arrivals: readonly Assertion[],
  again: readonly Assertion[],
  size: number,
): Promise<void> {
  await clearProjection(pool);
  let later = 0;
  const source = messageSource((one) => new Date(receivedAt(one) + later).toISOString());
  const apply = async (records: readonly Assertion[]): Promise<void> => {
    for (let from = 0; from < records.length; from += size) {
      const batches = source.batchOf(records.slice(from, from + size));
      const options = { policy: currentPolicy, at: now, announce: false };
      const applied = await withTransaction(pool, (tx) => applyMessages(tx, 'group', batches, options));
      expect(applied.deadLetters).toBe(0);
    }
  };
  await apply(arrivals);
  later = 90 * DAY;
  await apply(again);
}

/** The oracle: the whole list, filtered. */
function filesKnown({ all, receivedAt }: Received, knownAt: number): CaseFiles {
  return caseFilesOf(all.filter((one) => receivedAt(one) <= knownAt));
}

const has = ({ records }: CaseFile, id: string): boolean =>
  records.some((record) => contentsOf(record).some((content) => gives(content, id)));

/** Agencies' records give ids, people's acts none. */
const gives = (one: Assertion, id: string): boolean => !isAct(one) && idsGivenBy(one).includes(id);

/** What an id meant then, from the whole list: the child that had its record; else those that had a record of the child whose id it is. */
function meantBy(id: string, then: readonly CaseFile[], present: readonly CaseFile[]): CaseFile[] {
  const own = then.filter((child) => has(child, id));
  if (own.length > 0) return own;
  const records = present.find(({ childId }) => childId === id)?.records ?? [];
  return then.filter((child) => records.some(({ inUse }) => has(child, aliasOf(inUse.key))));
}

/** Why an id meant nobody then: an act's key gives none; it waited for a person; or it does by now, or nothing of it had come; or it leads to a child of now. */
function whyNone(
  id: string,
  { all, receivedAt }: Received,
  knownAt: number,
  { children: present, doubtful }: CaseFiles,
): AsKnown {
  const givers = all.filter((one) => gives(one, id));
  if (givers.length === 0) return { kind: 'unknown' };
  if (givers.some((one) => receivedAt(one) <= knownAt)) return { kind: 'waiting' };
  const to = present.find((child) => has(child, id))?.childId ?? id;
  if (to === id) return { kind: 'not-known-then' };
  const childIds = doubtful.get(id);
  return childIds === undefined ? { kind: 'moved', to } : { kind: 'several', childIds: [...childIds] };
}

function expectChild(found: AsKnown, child: CaseFile, validAt: number): void {
  if (found.kind !== 'known') throw new Error(`${found.kind} instead of a child`);
  expect(found.status.doc).toBe(docOf(child, validAt));
  expect(found.status.history).toEqual(historyOf(courseOf(child, currentPolicy)));
  const own = found.around.filter(({ childId }) => childId === child.childId);
  expect([...new Set(own.map(({ assertion }) => assertion.key))].sort()).toEqual(
    [...child.records.map(({ inUse }) => inUse.key), ...child.acts.map(({ key }) => key)].sort(),
  );
}

function docOf(child: CaseFile, at: number): string {
  return JSON.stringify(assess(child, currentPolicy, at));
}

/** @param which of the duties’ rules, and of the measures, is asked for */
async function expectLists(
  then: readonly CaseFile[],
  { knownAt, validAt, which }: { knownAt: number; validAt: number; which: number },
): Promise<void> {
  const courses = then.map((child) => ({ childId: child.childId, course: courseOf(child, currentPolicy) }));
  const duties = courses.flatMap(({ childId, course }) => course.duties.map((duty) => ({ childId, duty })));
  const rules = [...new Set(duties.map(({ duty }) => duty.rule.id))];
  const rule = rules[which % rules.length] ?? 'serve-nta';
  const moments = { validAt: new Date(validAt), knownAt: new Date(knownAt) };
  const anyone = { owners: null, fieldOffices: null, born: null, acknowledged: null };
  const owed = await lists.readWorklist(
    { rule, states: ObligationState.options, ...anyone, ...moments },
    { childId: FIRST, owner: '', subject: '' },
    500,
    new Date(now),
  );
  const line = (...fields: unknown[]): string => fields.join(' ');
  expect(
    owed.rows
      .map((row) => line(row.childId, row.owner, row.subject, row.state, row.waivedAt?.getTime()))
      .sort(),
  ).toEqual(
    duties
      .filter(({ duty }) => duty.rule.id === rule)
      .map(({ childId, duty }) => {
        const waivedAt = Number.isFinite(duty.waivedAt) ? duty.waivedAt : undefined;
        return line(childId, duty.owner, duty.subject, dutyStateAt(duty, validAt).state, waivedAt);
      })
      .sort(),
  );

  const counted = courses.flatMap(({ childId, course }) =>
    course.accountability
      .filter(({ from, to }) => from <= validAt && validAt < to)
      .map((span) => ({ childId, ...span })),
  );
  const cells = await lists.countAccountability(moments.validAt, moments.knownAt);
  expect(
    cells
      .flatMap(({ measure, cohort, children }) => Array<string>(children).fill(line(measure, cohort)))
      .sort(),
  ).toEqual(counted.map(({ measure, cohort }) => line(measure, cohort)).sort());
  const measure = accountabilityMeasures[which % accountabilityMeasures.length]!;
  const count = { measure, at: moments.validAt, knownAt: moments.knownAt, keeps: () => true, like: '%' };
  const opened = await lists.readAccountability(count, FIRST, 500);
  expect(opened.rows.map(({ childId }) => childId)).toEqual(
    counted
      .filter((one) => one.measure === measure)
      .map(({ childId }) => childId)
      .sort(),
  );
}

/** Before every other id. */
const FIRST = '00000000-0000-0000-0000-000000000000';

describe.each([
  ['entangled children', withActs(entangledRecords({ min: 2, max: 14 })), 40],
  ['one child', arbitraryLife({ min: 2, max: 14 }), 25],
] as const)('what was known then of %s, with people’s acts', (_of, records, numRuns) => {
  it('is assess of the whole list of contents, filtered by receipt, for one child and in lists', async () => {
    let [known, none] = [0, 0];
    await fc.assert(
      fc.asyncProperty(question(records), async (asked) => {
        const { received, arrivals, again, size, knownAt, validAt } = asked;
        await arrive(received, arrivals, again, size);
        const { children: then, doubtful } = filesKnown(received, knownAt);
        const files = caseFilesOf(received.all);
        const present = files.children;
        for (const id of new Set(received.all.flatMap(idsGivenBy))) {
          const meant = meantBy(id, then, present);
          const found = await reader.asKnown(id, new Date(knownAt), new Date(validAt));
          const doubted = doubtful.get(id);
          if (doubted !== undefined) expect(found).toEqual({ kind: 'several-then', childIds: [...doubted] });
          else if (meant.length === 0) expect(found).toEqual(whyNone(id, received, knownAt, files));
          else if (meant.length === 1) expectChild(found, meant[0]!, validAt);
          else {
            const childIds = meant.map(({ childId }) => childId).sort();
            expect(found).toEqual({ kind: 'several-then', childIds });
          }
          if (meant.length === 0) none += 1;
          else known += 1;
        }
        for (const child of present) {
          const status = await reader.reassess(child.childId, new Date(validAt));
          expect(status?.doc).toBe(docOf(child, validAt));
        }
        await expectLists(then, asked);
      }),
      { numRuns },
    );
    expect(Math.min(known, none)).toBeGreaterThan(numRuns / 2);
  }, 120_000);
});
