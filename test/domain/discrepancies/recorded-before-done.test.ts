import { describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { record } from '../../support/records.ts';
import { contradictions, found } from './contradictions.ts';

const rule = 'recorded-before-done';
/** In the East still the first of March. */
const recordedAt = '2025-03-02T04:00:00.000Z';
const before = '2025-03-01T00:00:00Z';
const [inADay, after] = ['2025-03-03T04:00:00.000Z', '2025-03-03T04:00:00.001Z'];
const [nextDay, dayAfter] = ['2025-03-02', '2025-03-03'];
const told = (more: object) => ({ data: { recordedAt, occurredAt: before, ...more } });

const moments: Array<[string, (at: string) => Assertion]> = [
  ['apprehendedAt', (at) => record('ice.custody-transfer', 'x', told({ apprehendedAt: at }))],
  [
    'determinedUnaccompaniedAt',
    (at) => record('ice.custody-transfer', 'x', told({ determinedUnaccompaniedAt: at })),
  ],
  ['hhsNotifiedAt', (at) => record('ice.custody-transfer', 'x', told({ hhsNotifiedAt: at }))],
  ['transferredAt', (at) => record('ice.custody-transfer', 'x', told({ transferredAt: at }))],
  ['checkedOn', (at) => record('ice.location-check', 'x', told({ checkedOn: at }))],
  ['admittedAt', (at) => record('hhs.placement', 'x', told({ admittedAt: at }))],
  ['endedAt', (at) => record('hhs.placement', 'x', told({ admittedAt: before, endedAt: at }))],
  ['releasedAt', (at) => record('hhs.release', 'x', told({ releasedAt: at }))],
  ['noticeToIceAt', (at) => record('hhs.release', 'x', told({ noticeToIceAt: at }))],
  ['noticeToEoirAt', (at) => record('hhs.release', 'x', told({ noticeToEoirAt: at }))],
  ['attemptedAt', (at) => record('hhs.wellbeing-call', 'x', told({ attemptedAt: at }))],
  ['scheduledFor', (at) => record('eoir.hearing', 'x', told({ scheduledFor: at, state: 'held' }))],
  ['occurredAt', (at) => record('eoir.hearing', 'x', told({ occurredAt: at, state: 'set' }))],
];
const days: Array<[string, (day: string) => Assertion]> = [
  ['issuedOn', (day) => record('ice.notice-to-appear', 'x', told({ issuedOn: day }))],
  ['servedOn', (day) => record('ice.notice-to-appear', 'x', told({ servedOn: day }))],
  ['filedOn', (day) => record('ice.notice-to-appear', 'x', told({ filedOn: day }))],
  ['cancelledOn', (day) => record('ice.notice-to-appear', 'x', told({ cancelledOn: day }))],
  ['ntaIssuedOn', (day) => record('eoir.case', 'x', told({ ntaIssuedOn: day }))],
  ['receivedOn', (day) => record('eoir.case', 'x', told({ receivedOn: day }))],
  ['closedOn', (day) => record('eoir.case', 'x', told({ closedOn: day }))],
  ['decidedOn', (day) => record('eoir.decision', 'x', told({ decidedOn: day }))],
  ['receivedOn', (day) => record('eoir.address-change', 'x', told({ receivedOn: day }))],
];

describe(rule, () => {
  it.each(moments)('%s: a day after the record is let pass, and not a millisecond more', (field, at) => {
    expect(found(rule, at(inADay))).toEqual([]);
    expect(contradictions(rule, at(after)).map((one) => one.detail)).toEqual([
      `${field} is after recordedAt`,
    ]);
  });

  it.each(days)('%s: the next Eastern day is let pass, the one after it is not', (field, on) => {
    expect(found(rule, on(nextDay))).toEqual([]);
    expect(contradictions(rule, on(dayAfter)).map((one) => one.detail)).toEqual([
      `${field} is after recordedAt`,
    ]);
  });

  it.each<[string, Assertion]>([
    ['an address that will hold', record('hhs.address', 'x', told({ effectiveOn: '2025-06-01' }))],
    ['a hearing that is set', record('eoir.hearing', 'x', told({ scheduledFor: '2026-06-01T15:00:00Z' }))],
    [
      'a hearing moved',
      record('eoir.hearing', 'x', told({ scheduledFor: '2026-06-01T15:00:00Z', state: 'moved' })),
    ],
    [
      'one called off',
      record('eoir.hearing', 'x', told({ scheduledFor: '2026-06-01T15:00:00Z', state: 'not-held' })),
    ],
  ])('nothing of %s: it may be planned', (_title, one) => {
    expect(found(rule, one)).toEqual([]);
  });

  it.each<[string, Assertion, string]>([
    [
      'ICE',
      record('ice.custody-transfer', 'x', told({ transferredAt: '2062-01-01T00:00:00Z' })),
      'ice: ice.custody-transfer/x@ice:test',
    ],
    [
      'HHS',
      record('hhs.release', 'x', told({ releasedAt: '2062-01-01T00:00:00Z' })),
      'hhs: hhs.release/x@hhs:test',
    ],
    [
      'EOIR',
      record('eoir.decision', 'x', told({ decidedOn: '2062-01-01' })),
      'eoir: eoir.decision/x@eoir:test',
    ],
  ])('tells %s, whose record it is, from when it was recorded', (_title, one, expected) => {
    expect(found(rule, one)).toEqual([`${expected} 2025-03-02T04:00 open`]);
  });

  it('is one discrepancy per record, which names every field and no date', () => {
    const one = record('ice.notice-to-appear', 'x', told({ servedOn: '2062-01-01', filedOn: '2062-01-02' }));
    expect(contradictions(rule, one).map((shown) => shown.detail)).toEqual([
      'servedOn is after recordedAt; filedOn is after recordedAt',
    ]);
  });

  it('is closed by a higher version, by what that one was recorded at', () => {
    const wrong = record('hhs.release', 'x', told({ releasedAt: '2062-01-01T00:00:00Z' }));
    const version = (more: object) => record('hhs.release', 'x', told({ version: 2, ...more }));
    expect(found(rule, wrong, version({ releasedAt: before }))).toEqual([]);
    expect(found(rule, wrong, version({ releasedAt: '2062-01-01T00:00:00Z', voided: true }))).toEqual([]);
    expect(
      found(rule, wrong, version({ releasedAt: '2062-01-01T00:00:00Z', recordedAt: '2062-01-01T00:00:00Z' })),
    ).toEqual([]);
  });
});
