import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { CaseFile, RecordAssertion } from '../../src/domain/case-file.ts';
import { caseFilesOf, idsGivenBy } from '../../src/domain/case-files.ts';
import { childById } from '../../src/reconciler/which-child.ts';
import { record } from '../support/records.ts';

const numbers = ['A055555551', 'A055555552', 'A055555553'];

/** What happens next: a record's next version, under a number, on the next day or at the same moment, withdrawn, or under an event used before. */
const step = fc.record({
  recordId: fc.constantFrom('X', 'Y', 'Z'),
  aNumber: fc.constantFrom(...numbers),
  sameMoment: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, fc.constant(true)),
  voided: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
  event: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.constantFrom('one', 'other')),
});

function historyOf(steps: ReadonlyArray<typeof step extends fc.Arbitrary<infer T> ? T : never>) {
  const versions = new Map<string, number>();
  let day = 1;
  return steps.map(({ recordId, aNumber, sameMoment, voided, event }) => {
    const version = (versions.get(recordId) ?? 0) + 1;
    versions.set(recordId, version);
    if (!sameMoment) day += 1;
    const recordedAt = new Date(Date.UTC(2025, 0, day)).toISOString();
    return record('hhs.placement', recordId, {
      ids: { aNumber },
      data: { version, recordedAt, ...(voided ? { voided } : {}) },
      ...(event === null ? {} : { eventId: event }),
    });
  });
}

function numberOf({ records }: CaseFile): string {
  const said = records.find(({ inUse }) => inUse.data.voided !== true) ?? records[0]!;
  return said.inUse.data.person.identifiers!.aNumber!;
}

interface Given {
  aNumber: string;
  records: Set<string>;
}

/** What an id comes to, that stood for a child: still that child's, or of all of its records; or in doubt; or waiting for a person. */
function expectHolds(id: string, given: Given, known: readonly RecordAssertion[]): void {
  const { children, unlinked, doubtful } = caseFilesOf(known);
  if (doubtful.has(id)) return;
  const child = children.find(({ childId }) => childId === id) ?? childById(children).get(id);
  if (child === undefined) {
    const givers = known.filter((one) => idsGivenBy(one).includes(id));
    expect(givers.some(({ key }) => unlinked.includes(key))).toBe(true);
    return;
  }
  const keys = new Set(child.records.map(({ inUse }) => inUse.key));
  if (numberOf(child) === given.aNumber) for (const key of keys) given.records.add(key);
  else expect([...keys]).toEqual(expect.arrayContaining([...given.records]));
}

it('an id that stood for the child of one A-number never leads to another’s, whatever is corrected, in order', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 8 }), (steps) => {
      const history = historyOf(steps);
      const given = new Map<string, Given>();
      for (let count = 1; count <= history.length; count++) {
        const known = history.slice(0, count);
        for (const [id, one] of given) expectHolds(id, one, known);
        for (const child of caseFilesOf(known).children) {
          if (given.has(child.childId)) continue;
          const records = new Set(child.records.map(({ inUse }) => inUse.key));
          given.set(child.childId, { aNumber: numberOf(child), records });
        }
      }
    }),
    { numRuns: 2_000 },
  );
});
