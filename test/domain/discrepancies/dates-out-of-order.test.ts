import { describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { record } from '../../support/records.ts';
import { contradictions, found } from './contradictions.ts';

const rule = 'dates-out-of-order';
const [d1, d2, d3] = ['2025-03-01T15:00:00Z', '2025-03-02T15:00:00Z', '2025-03-03T15:00:00Z'];
const recordedAt = '2025-03-04T00:00:00Z';
const transfer = (data: object) => record('ice.custody-transfer', 't', { data: { recordedAt, ...data } });
const nta = (data: object) => record('ice.notice-to-appear', 'n', { data: { recordedAt, ...data } });
const stay = (data: object) => record('hhs.placement', 'p', { data: { recordedAt, ...data } });
const release = (data: object) =>
  record('hhs.release', 'r', { data: { recordedAt, releasedAt: d2, ...data } });
const courtCase = (data: object) => record('eoir.case', 'c', { data: { recordedAt, ...data } });

describe(rule, () => {
  it.each<[string, Assertion]>([
    [
      'a transfer in order',
      transfer({ apprehendedAt: d1, determinedUnaccompaniedAt: d2, transferredAt: d3 }),
    ],
    ['all at one moment', transfer({ apprehendedAt: d1, determinedUnaccompaniedAt: d1, transferredAt: d1 })],
    [
      'HHS told before the determination',
      transfer({ apprehendedAt: d1, hhsNotifiedAt: d1, determinedUnaccompaniedAt: d2, transferredAt: d3 }),
    ],
    [
      'another offset, a later moment',
      transfer({ apprehendedAt: '2025-03-01T23:00:00-05:00', transferredAt: '2025-03-02T04:00:00Z' }),
    ],
    [
      'back to DHS, after which the child was apprehended',
      transfer({ direction: 'to-dhs', apprehendedAt: d2, transferredAt: d1 }),
    ],
    [
      'a notice all on one day',
      nta({
        issuedOn: '2025-03-01',
        servedOn: '2025-03-01',
        filedOn: '2025-03-01',
        cancelledOn: '2025-03-01',
      }),
    ],
    ['a notice cancelled and never served', nta({ issuedOn: '2025-03-01', cancelledOn: '2025-03-02' })],
    ['ICE told of a release before it', release({ noticeToIceAt: d1, noticeToEoirAt: d1 })],
    [
      'ICE told of an absence at its moment',
      release({ dischargeType: 'unauthorized-absence', noticeToIceAt: d2, noticeToEoirAt: d3 }),
    ],
    ['a stay in order', stay({ admittedAt: d1, endedAt: d2 })],
    [
      'a case in order',
      courtCase({ ntaIssuedOn: '2025-03-01', receivedOn: '2025-03-02', closedOn: '2025-03-02' }),
    ],
  ])('%s is in order', (_title, one) => {
    expect(found(rule, one)).toEqual([]);
  });

  it.each<[string, Assertion, string]>([
    [
      'transferred before apprehended',
      transfer({ apprehendedAt: d2, transferredAt: d1 }),
      'ice: ice.custody-transfer/t@ice:test 2025-03-02T15:00 open',
    ],
    [
      'HHS told before the apprehension',
      transfer({ apprehendedAt: d2, hhsNotifiedAt: d1, transferredAt: d3 }),
      'ice: ice.custody-transfer/t@ice:test 2025-03-02T15:00 open',
    ],
    [
      'ICE told of an absence before it',
      release({ dischargeType: 'unauthorized-absence', noticeToIceAt: d1 }),
      'hhs: hhs.release/r@hhs:test 2025-03-02T15:00 open',
    ],
    [
      'the court told of an absence before it',
      release({ dischargeType: 'unauthorized-absence', noticeToEoirAt: d1 }),
      'hhs: hhs.release/r@hhs:test 2025-03-02T15:00 open',
    ],
    [
      'transferred before determined',
      transfer({ determinedUnaccompaniedAt: d2, transferredAt: d1 }),
      'ice: ice.custody-transfer/t@ice:test 2025-03-02T15:00 open',
    ],
    [
      'determined before apprehended',
      transfer({ apprehendedAt: d2, determinedUnaccompaniedAt: d1, transferredAt: d3 }),
      'ice: ice.custody-transfer/t@ice:test 2025-03-02T15:00 open',
    ],
    [
      'served before issued',
      nta({ issuedOn: '2025-03-02', servedOn: '2025-03-01' }),
      'ice: ice.notice-to-appear/n@ice:test 2025-03-02T05:00 open',
    ],
    [
      'filed before served',
      nta({ issuedOn: '2025-03-01', servedOn: '2025-03-03', filedOn: '2025-03-02' }),
      'ice: ice.notice-to-appear/n@ice:test 2025-03-03T05:00 open',
    ],
    [
      'filed before issued',
      nta({ issuedOn: '2025-03-02', filedOn: '2025-03-01' }),
      'ice: ice.notice-to-appear/n@ice:test 2025-03-02T05:00 open',
    ],
    [
      'cancelled before issued',
      nta({ issuedOn: '2025-03-02', cancelledOn: '2025-03-01' }),
      'ice: ice.notice-to-appear/n@ice:test 2025-03-02T05:00 open',
    ],
    [
      'served after it was cancelled',
      nta({ issuedOn: '2025-03-01', cancelledOn: '2025-03-02', servedOn: '2025-03-03' }),
      'ice: ice.notice-to-appear/n@ice:test 2025-03-03T05:00 open',
    ],
    [
      'filed after it was cancelled',
      nta({
        issuedOn: '2025-03-01',
        servedOn: '2025-03-01',
        cancelledOn: '2025-03-02',
        filedOn: '2025-03-03',
      }),
      'ice: ice.notice-to-appear/n@ice:test 2025-03-03T05:00 open',
    ],
    [
      'ended before admitted',
      stay({ admittedAt: d2, endedAt: d1 }),
      'hhs: hhs.placement/p@hhs:test 2025-03-02T15:00 open',
    ],
    [
      'closed before received',
      courtCase({ receivedOn: '2025-03-02', closedOn: '2025-03-01' }),
      'eoir: eoir.case/c@eoir:test 2025-03-02T05:00 open',
    ],
    [
      'received before issued',
      courtCase({ ntaIssuedOn: '2025-03-02', receivedOn: '2025-03-01' }),
      'eoir: eoir.case/c@eoir:test 2025-03-02T05:00 open',
    ],
  ])('%s', (_title, one, expected) => {
    expect(found(rule, one)).toEqual([expected]);
  });

  it.each<[string, Assertion, string]>([
    ['the moment that should have been first', transfer({ apprehendedAt: d2, transferredAt: d1 }), d2],
    [
      'its own moment, where it says that it comes later: it has been said by then',
      transfer({ apprehendedAt: '2062-03-02T15:00:00Z', transferredAt: d1 }),
      recordedAt,
    ],
    [
      '… a day likewise',
      nta({ issuedOn: '2025-03-01', servedOn: '2062-03-01', filedOn: '2025-03-02' }),
      recordedAt,
    ],
  ])('shows from %s', (_title, one, from) => {
    expect(contradictions(rule, one).map((shown) => shown.from)).toEqual([Date.parse(from)]);
  });

  it('is one discrepancy per record, which names every pair and no date', () => {
    const wrong = transfer({ apprehendedAt: d3, determinedUnaccompaniedAt: d2, transferredAt: d1 });
    expect(contradictions(rule, wrong).map((one) => one.detail)).toEqual([
      'determinedUnaccompaniedAt is before apprehendedAt; transferredAt is before determinedUnaccompaniedAt; transferredAt is before apprehendedAt',
    ]);
  });

  it('is closed by a higher version, and by one that withdraws the record', () => {
    const wrong = stay({ admittedAt: d2, endedAt: d1 });
    expect(found(rule, wrong, stay({ version: 2, admittedAt: d1, endedAt: d2 }))).toEqual([]);
    expect(found(rule, wrong, stay({ version: 2, voided: true, admittedAt: d2, endedAt: d1 }))).toEqual([]);
  });
});
