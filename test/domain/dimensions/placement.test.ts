import { describe, expect, it } from '@jest/globals';
import { DischargeType } from '../../../src/contracts/records/hhs.release.ts';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { placementFactAt, placementFacts, placementRuns } from '../../../src/domain/dimensions/placement.ts';
import { runAt } from '../../../src/domain/runs.ts';
import { factsFrom, record } from '../../support/records.ts';

const t1 = '2025-01-01T10:00:00.000Z';
const t2 = '2025-01-02T10:00:00.000Z';
const t3 = '2025-01-03T10:00:00.000Z';

const toHhs = (id: string, transferredAt: string, apprehendedAt?: string) =>
  record('ice.custody-transfer', id, {
    data: { transferredAt, ...(apprehendedAt === undefined ? {} : { apprehendedAt }) },
  });
const toDhs = (id: string, transferredAt: string) =>
  record('ice.custody-transfer', id, { data: { transferredAt, direction: 'to-dhs' } });
const placed = (id: string, admittedAt: string) => record('hhs.placement', id, { data: { admittedAt } });
const released = (id: string, releasedAt: string, dischargeType: DischargeType = 'reunified-with-sponsor') =>
  record('hhs.release', id, { data: { releasedAt, dischargeType } });

function placementAt(at: string, ...records: Assertion[]) {
  const { value, rule, basis } = runAt(placementRuns(placementFacts(factsFrom(...records))), Date.parse(at));
  return [value, rule, ...basis];
}

describe('each fact at its moment', () => {
  it('says unknown where there is no record', () => {
    expect(placementAt(t1)).toEqual(['unknown', 'no-placement-record']);
  });

  it('says unknown before the first fact', () => {
    expect(placementAt(t1, placed('p', t2))).toEqual(['unknown', 'no-placement-record']);
  });

  it.each<[string, Assertion, string[]]>([
    [
      'apprehended: in DHS custody',
      toHhs('t', t3, t1),
      ['dhs-custody', 'apprehended', 'ice.custody-transfer/t@ice:test'],
    ],
    [
      'handed to HHS: in its care',
      toHhs('t', t1),
      ['hhs-care', 'handed-to-hhs', 'ice.custody-transfer/t@ice:test'],
    ],
    [
      'handed back to DHS',
      toDhs('t', t1),
      ['returned-to-dhs', 'handed-to-dhs', 'ice.custody-transfer/t@ice:test'],
    ],
    ['admitted: in HHS care', placed('p', t1), ['hhs-care', 'admitted', 'hhs.placement/p@hhs:test']],
    ['released to a sponsor', released('r', t1), ['released', 'discharged', 'hhs.release/r@hhs:test']],
  ])('%s', (_title, one, expected) => {
    expect(placementAt(t1, one)).toEqual(expected);
  });

  it.each<[DischargeType, string]>([
    ['reunified-with-sponsor', 'released'],
    ['unaccompanied-refugee-minor-programme', 'released'],
    ['licensed-programme', 'released'],
    ['legal-status', 'released'],
    ['aged-out', 'aged-out'],
    ['age-redetermined', 'aged-out'],
    ['voluntary-departure', 'departed-us'],
    ['unauthorized-absence', 'left-care'],
    ['transferred-to-dhs', 'returned-to-dhs'],
    ['transferred-to-law-enforcement', 'law-enforcement'],
    ['died', 'died'],
  ])('a discharge %s leaves the child %s', (type, value) => {
    expect(placementAt(t1, released('r', t1, type))).toEqual([value, 'discharged', 'hhs.release/r@hhs:test']);
  });

  it('has a row for every discharge type', () => {
    for (const type of DischargeType.options)
      expect(placementAt(t1, released('r', t1, type))[0]).toBeDefined();
  });

  it('moves nobody by a placement’s end', () => {
    const ended = record('hhs.placement', 'p', { data: { admittedAt: t1, endedAt: t2 } });
    expect(placementAt(t3, ended)).toEqual(['hhs-care', 'admitted', 'hhs.placement/p@hhs:test']);
  });

  it('leaves out a voided record', () => {
    const voided = record('hhs.release', 'r', { data: { releasedAt: t2, voided: true } });
    expect(placementAt(t3, placed('p', t1), voided)[0]).toBe('hhs-care');
  });
});

describe('which fact decides', () => {
  it('is the latest at or before the moment', () => {
    const records = [toHhs('t', t2, t1), placed('p', t2), released('r', t3)];
    expect(placementAt(t1, ...records)[0]).toBe('dhs-custody');
    expect(placementAt(t2, ...records)[0]).toBe('hhs-care');
    expect(placementAt('2025-01-03T09:59:59.999Z', ...records)[0]).toBe('hhs-care');
    expect(placementAt(t3, ...records)[0]).toBe('released');
  });

  it('may be a placement after a release: the child came back', () => {
    expect(placementAt(t3, released('r', t1), placed('p', t2))[0]).toBe('hhs-care');
  });

  it('at one moment is the later of: apprehended, handed-to-hhs, admitted, discharged, handed-to-dhs', () => {
    const records = [toHhs('a', t3, t1), toHhs('h', t1), placed('p', t1), released('r', t1), toDhs('z', t1)];
    const rules = records.map((_one, index) => placementAt(t1, ...records.slice(0, index + 1))[1]);
    expect(rules).toEqual(['apprehended', 'handed-to-hhs', 'admitted', 'discharged', 'handed-to-dhs']);
    expect(placementAt(t1, ...records.toReversed())[1]).toBe('handed-to-dhs');
  });

  it('of two of one rule at one moment is the one with the greater key', () => {
    const records = [released('b', t1, 'died'), released('a', t1), released('c', t1, 'aged-out')];
    expect(placementAt(t1, ...records)).toEqual(['aged-out', 'discharged', 'hhs.release/c@hhs:test']);
  });
});

describe('placementRuns', () => {
  it('counts since from when the value began, over facts that only change its basis', () => {
    const runs = placementRuns(placementFacts(factsFrom(toHhs('t', t1), placed('p', t2), released('r', t3))));
    expect(runs.map(({ value, from, since }) => [value, from, since])).toEqual([
      ['unknown', -Infinity, -Infinity],
      ['hhs-care', Date.parse(t1), Date.parse(t1)],
      ['hhs-care', Date.parse(t2), Date.parse(t1)],
      ['released', Date.parse(t3), Date.parse(t3)],
    ]);
  });
});

it('placementFactAt finds none before the first', () => {
  expect(placementFactAt(placementFacts(factsFrom(placed('p', t2))), Date.parse(t1))).toBeUndefined();
});
