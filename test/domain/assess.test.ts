import { describe, expect, it } from '@jest/globals';
import { assert, integer, property, tuple } from 'fast-check';
import { ChildStatus } from '../../src/contracts/status.ts';
import { assess, courseOf, dimensions, historyOf, statusAt } from '../../src/domain/assess.ts';
import { aliasOf, caseFilesOf } from '../../src/domain/case-files.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import { arrivalsOf, entangledRecords } from '../support/arbitrary-records.ts';
import { caseFileOf, record } from '../support/records.ts';

const child = caseFileOf(
  record('ice.custody-transfer', 't', {
    data: {
      apprehendedAt: '2025-01-01T10:00:00.000Z',
      transferredAt: '2025-01-03T10:00:00.000Z',
      recordedAt: '2025-01-03T11:00:00.000Z',
    },
  }),
  record('hhs.placement', 'p', {
    data: { admittedAt: '2025-01-03T12:00:00.000Z', recordedAt: '2025-01-04T00:00:00.000Z', version: 2 },
  }),
  record('hhs.release', 'r', {
    data: {
      releasedAt: '2025-02-01T15:00:00.000Z',
      address: { line1: '12 Invented Street', postalCode: '77002' },
      recordedAt: '2025-02-02T00:00:00.000Z',
    },
  }),
  record('hhs.wellbeing-call', 'w', { data: { voided: true, recordedAt: '2025-02-03T00:00:00.000Z' } }),
);

/** Duties have their own tests (test/domain/obligations). */
const dutyless = { ...currentPolicy, rules: [] };
const at = (moment: string) => assess(child, dutyless, Date.parse(moment));

describe('assess', () => {
  it('says the whole status, with since, basis and rule of each dimension', () => {
    expect(at('2025-02-15T00:00:00Z')).toEqual({
      childId: aliasOf('ice.custody-transfer/t@ice:test'),
      policyVersion: currentPolicy.version,
      asOf: '2025-02-01T15:00:00.000Z',
      nextChangeAt: '2025-03-03T15:00:00.000Z',
      placement: {
        value: 'released',
        since: '2025-02-01T15:00:00.000Z',
        basis: ['hhs.release/r@hhs:test'],
        rule: 'discharged',
      },
      noticeToAppear: { value: 'none', since: null, basis: [], rule: 'no-nta' },
      court: { value: 'no-case', since: null, basis: [], rule: 'no-eoir-record' },
      address: {
        value: 'usable',
        since: '2025-02-01T15:00:00.000Z',
        basis: ['hhs.release/r@hhs:test'],
        rule: 'usable:street-address',
      },
      contact: { value: 'not-due', since: null, basis: ['hhs.release/r@hhs:test'], rule: 'call-not-yet-due' },
      verification: {
        value: 'verified',
        since: '2025-01-01T10:00:00.000Z',
        basis: ['hhs.release/r@hhs:test'],
        rule: 'contact',
      },
      obligations: [],
      silences: [],
      discrepancies: [],
      links: [
        { record: 'hhs.placement/p@hhs:test', version: 2, by: 'a-number', certainty: 'exact', voided: false },
        { record: 'hhs.release/r@hhs:test', version: 1, by: 'a-number', certainty: 'exact', voided: false },
        {
          record: 'hhs.wellbeing-call/w@hhs:test',
          version: 1,
          by: 'a-number',
          certainty: 'exact',
          voided: true,
        },
        {
          record: 'ice.custody-transfer/t@ice:test',
          version: 1,
          by: 'a-number',
          certainty: 'exact',
          voided: false,
        },
      ],
      freshness: { ice: '2025-01-03T11:00:00.000Z', hhs: '2025-02-03T00:00:00.000Z', eoir: null },
    });
  });

  it('keeps the contract of a status', () => {
    expect(ChildStatus.parse(at('2025-02-15T00:00:00Z'))).toEqual(at('2025-02-15T00:00:00Z'));
  });

  it('has neither asOf before the first moment, nor nextChangeAt after the last', () => {
    expect(at('2024-12-31T00:00:00Z')).toMatchObject({
      asOf: null,
      nextChangeAt: '2025-01-01T10:00:00.000Z',
    });
    expect(at('2026-01-01T00:00:00Z')).toMatchObject({
      asOf: '2025-03-10T15:00:00.000Z',
      nextChangeAt: null,
    });
  });

  it('does not know what happens later', () => {
    expect(at('2025-01-03T09:59:59.999Z')).toMatchObject({
      placement: { value: 'dhs-custody', since: '2025-01-01T10:00:00.000Z' },
      nextChangeAt: '2025-01-03T10:00:00.000Z',
    });
  });

  it('is what statusAt reads from the course', () => {
    const moment = Date.parse('2025-02-15T00:00:00Z');
    expect(statusAt(child, courseOf(child, dutyless), dutyless, moment)).toEqual(at('2025-02-15T00:00:00Z'));
  });
});

describe('historyOf', () => {
  it('begins with the first fact and has an interval for each change of any value, and for no other', () => {
    const history = historyOf(courseOf(child, currentPolicy));
    expect(
      history.map(({ from, placement, contact }) => [new Date(from).toISOString(), placement, contact]),
    ).toEqual([
      ['2025-01-01T10:00:00.000Z', 'dhs-custody', 'not-due'],
      ['2025-01-03T10:00:00.000Z', 'hhs-care', 'not-due'],
      ['2025-02-01T15:00:00.000Z', 'released', 'not-due'],
      ['2025-03-03T15:00:00.000Z', 'released', 'due'],
      ['2025-03-10T15:00:00.000Z', 'released', 'overdue'],
    ]);
  });

  it('is empty where no record says when anything happened', () => {
    expect(historyOf(courseOf({ childId: 'x', records: [], acts: [], waiting: [] }, currentPolicy))).toEqual(
      [],
    );
  });
});

/** A day or so past the span of the records, in steps that miss their moments and hit them. */
const anyMoment = integer({ min: -2, max: 500 * 24 }).map((hours) => Date.UTC(2025, 0, 1, hours));

describe('any case file', () => {
  it('gives the same bytes for every order and repetition', () => {
    const setInTwoOrders = entangledRecords({ min: 1, max: 12 }).chain((records) =>
      tuple(arrivalsOf(records), arrivalsOf(records), anyMoment),
    );
    assert(
      property(setInTwoOrders, ([one, other, moment]) => {
        const texts = [one, other].map((records) =>
          caseFilesOf(records)
            .children.map((file) => JSON.stringify(assess(file, currentPolicy, moment)))
            .sort(),
        );
        expect(texts[0]).toEqual(texts[1]);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps its status, byte for byte, from asOf until just before nextChangeAt', () => {
    assert(
      property(entangledRecords({ min: 1, max: 10 }), anyMoment, (records, moment) => {
        for (const file of caseFilesOf(records).children) {
          const status = assess(file, currentPolicy, moment);
          const text = JSON.stringify(status);
          if (status.asOf !== null) {
            expect(Date.parse(status.asOf)).toBeLessThanOrEqual(moment);
            expect(JSON.stringify(assess(file, currentPolicy, Date.parse(status.asOf)))).toBe(text);
          }
          if (status.nextChangeAt !== null) {
            const next = Date.parse(status.nextChangeAt);
            expect(next).toBeGreaterThan(moment);
            expect(JSON.stringify(assess(file, currentPolicy, next - 1))).toBe(text);
            expect(assess(file, currentPolicy, next).asOf).toBe(status.nextChangeAt);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('has in its history at any moment the values of its status, and since where they began', () => {
    assert(
      property(entangledRecords({ min: 1, max: 10 }), anyMoment, (records, moment) => {
        for (const file of caseFilesOf(records).children) {
          const history = historyOf(courseOf(file, currentPolicy));
          const interval = history.findLast(({ from }) => from <= moment);
          if (interval === undefined) continue;
          const status = assess(file, currentPolicy, moment);
          for (const name of dimensions) {
            const { value, since } = status[name];
            expect(interval[name]).toBe(value);
            const start = history.findLast(
              (one, index) =>
                one.from <= moment &&
                (index === 0 || history[index - 1]![name] !== value) &&
                one[name] === value,
            );
            if (since !== null && start !== history[0]) expect(Date.parse(since)).toBe(start!.from);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the contract of a status', () => {
    assert(
      property(entangledRecords({ min: 1, max: 8 }), anyMoment, (records, moment) => {
        for (const file of caseFilesOf(records).children) {
          const status = assess(file, currentPolicy, moment);
          expect(ChildStatus.parse(status)).toEqual(status);
        }
      }),
      { numRuns: 100 },
    );
  });
});
