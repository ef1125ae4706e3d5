import { describe, expect, it } from '@jest/globals';
import { assert, property } from 'fast-check';
import type { BirthDate } from '../../../src/contracts/person.ts';
import { caseFilesOf } from '../../../src/domain/case-files.ts';
import { contradictionsOf } from '../../../src/domain/discrepancies/index.ts';
import { glanceAt } from '../../../src/domain/discrepancies/glance.ts';
import { factsOf } from '../../../src/domain/facts.ts';
import { currentPolicy } from '../../../src/domain/policy.ts';
import { entangledRecords } from '../../support/arbitrary-records.ts';
import { caseFileOf, record, someANumber } from '../../support/records.ts';

const nothing = {
  rivals: false,
  eventRivals: false,
  birthDatesDiffer: false,
  countriesDiffer: false,
  agencyIdsDiffer: false,
};
const identifiers = { aNumber: someANumber };
const born = (id: string, birthDate: BirthDate, more: object = {}) =>
  record('hhs.placement', id, { data: { person: { identifiers, birthDate }, ...more } });
const from = (id: string, countryOfBirth: 'GTM' | 'HND', more: object = {}) =>
  record('hhs.placement', id, { data: { person: { identifiers, countryOfBirth }, ...more } });
const twelfth: BirthDate = { value: '2010-03-12', precision: 'day' };
const other: BirthDate = { value: '2010-12-03', precision: 'day' };

describe('a glance at a child’s records', () => {
  it('shows nothing where nothing differs', () => {
    expect(glanceAt(caseFileOf(record('eoir.case', 'c')))).toEqual(nothing);
    expect(glanceAt(caseFileOf(born('a', twelfth), record('eoir.case', 'c'), born('b', twelfth)))).toEqual(
      nothing,
    );
    expect(glanceAt(caseFileOf(from('a', 'GTM'), record('eoir.case', 'c'), from('b', 'GTM')))).toEqual(
      nothing,
    );
  });

  it('shows birth dates that differ, wherever the records stand', () => {
    const differ = { ...nothing, birthDatesDiffer: true };
    expect(glanceAt(caseFileOf(born('a', twelfth), born('b', twelfth), born('c', other)))).toEqual(differ);
    expect(glanceAt(caseFileOf(born('a', other), record('hhs.release', 'r'), born('c', twelfth)))).toEqual(
      differ,
    );
  });

  it('takes one text in two precisions for one date', () => {
    const first: BirthDate[] = [
      { value: '2010-01-01', precision: 'day' },
      { value: '2010-01-01', precision: 'assigned' },
    ];
    expect(glanceAt(caseFileOf(born('a', first[0]!), born('b', first[1]!)))).toEqual(nothing);
  });

  it('shows countries that differ', () => {
    expect(glanceAt(caseFileOf(from('a', 'GTM'), from('b', 'HND')))).toEqual({
      ...nothing,
      countriesDiffer: true,
    });
  });

  it('shows several contents of one version, or of one event', () => {
    const versions = ['P-1', 'P-2'].map((programCode) =>
      record('hhs.placement', 'p', { data: { programCode } }),
    );
    expect(glanceAt(caseFileOf(...versions))).toEqual({ ...nothing, rivals: true });
    const event = ['a', 'b'].map((id) => record('eoir.case', id, { eventId: 'e' }));
    expect(glanceAt(caseFileOf(...event))).toEqual({ ...nothing, eventRivals: true });
  });

  it('shows an overused event, though it names no other content', () => {
    const [one] = caseFilesOf([record('eoir.case', 'a')]).children;
    const file = { ...one!, records: one!.records.map((each) => ({ ...each, overused: true })) };
    expect(glanceAt(file)).toEqual({ ...nothing, eventRivals: true });
  });

  it('sees two of one agency’s ids, whatever lies between, and no two agencies’', () => {
    const known = (id: string, ids: object) => record('hhs.placement', id, { ids });
    const [a, b] = [known('a', { aNumber: someANumber, orrId: '1' }), known('b', { aNumber: someANumber })];
    const c = known('c', { aNumber: someANumber, orrId: '2' });
    const d = known('d', { aNumber: someANumber, eidSubjectId: '2' });
    expect(glanceAt(caseFileOf(a, b, c)).agencyIdsDiffer).toBe(true);
    expect(glanceAt(caseFileOf(a, b, d)).agencyIdsDiffer).toBe(false);
  });

  it('looks at voided records too, and at no superseded version', () => {
    expect(glanceAt(caseFileOf(born('a', twelfth), born('b', other, { voided: true })))).toEqual({
      ...nothing,
      birthDatesDiffer: true,
    });
    expect(
      glanceAt(caseFileOf(born('a', twelfth), born('b', other), born('b', twelfth, { version: 2 }))),
    ).toEqual(nothing);
  });

  it('never hides what a rule would find', () => {
    assert(
      property(entangledRecords({ min: 2, max: 12 }), (records) => {
        for (const child of caseFilesOf(records).children) {
          const seen = glanceAt(child);
          const rules = new Set(
            contradictionsOf(child, factsOf(child), currentPolicy).map(({ rule }) => rule),
          );
          expect(seen.rivals).toBe(child.records.some(({ rivals }) => rivals.length > 0));
          if (rules.has('two-birth-dates')) expect(seen.birthDatesDiffer).toBe(true);
          if (rules.has('two-countries-of-birth')) expect(seen.countriesDiffer).toBe(true);
        }
      }),
    );
  });
});
