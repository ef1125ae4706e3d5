import { describe, expect, it } from '@jest/globals';
import type { Address } from '../../../src/contracts/address.ts';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { assess } from '../../../src/domain/assess.ts';
import { currentPolicy } from '../../../src/domain/policy.ts';
import { caseFileOf, record } from '../../support/records.ts';
import { found } from './contradictions.ts';

const rule = 'call-contradicts-address';
const elm: Address = { line1: '12 Elm Street', city: 'Houston', state: 'TX', postalCode: '77001' };
const release = (data: object = {}, id = 'r') =>
  record('hhs.release', id, { data: { releasedAt: '2025-03-01T15:00:00Z', address: elm, ...data } });
const moved = (effectiveOn: string, data: object = {}, id = 'a') =>
  record('hhs.address', id, { data: { effectiveOn, address: elm, ...data } });
const call = (data: object = {}, id = 'w') =>
  record('hhs.wellbeing-call', id, {
    data: { attemptedAt: '2025-04-02T15:00:00Z', reached: 'sponsor', livingWithSponsor: 'no', ...data },
  });
const onTime = '2025-04-02T15:00:00Z';
const open = 'hhs: hhs.release/r@hhs:test hhs.wellbeing-call/w@hhs:test 2025-04-02T15:00 open';

describe(rule, () => {
  it.each<[string, object]>([
    ['no longer lives with the sponsor', {}],
    ['… though the address matches', { addressMatches: 'yes' }],
    ['does not live at the address', { livingWithSponsor: undefined, addressMatches: 'no' }],
    ['… though it lives with the sponsor', { livingWithSponsor: 'yes', addressMatches: 'no' }],
  ])('shows a call by which the child %s', (_title, data) => {
    expect(found(rule, release(), call(data))).toEqual([open]);
  });

  it('leaves the contact as it is: someone was reached', () => {
    const handOver = record('ice.custody-transfer', 't', {});
    const status = assess(
      caseFileOf(handOver, release({ recordedAt: onTime }), call({ recordedAt: onTime })),
      currentPolicy,
      Date.parse('2025-04-02T15:00:00Z'),
    );
    expect([status.contact.value, status.verification.value, status.address.value]).toEqual([
      'reached',
      'verified',
      'usable',
    ]);
    expect(status.discrepancies.map((one) => one.rule)).toEqual([rule]);
  });

  it.each<[string, Assertion[]]>([
    ['one that reached nobody', [release(), call({ reached: 'nobody' })]],
    [
      'one that was refused an answer',
      [release(), call({ livingWithSponsor: 'refused', addressMatches: 'refused' })],
    ],
    ['one that asked neither', [release(), call({ livingWithSponsor: undefined })]],
    [
      'one that does not know the address',
      [release(), call({ livingWithSponsor: 'yes', addressMatches: 'unknown' })],
    ],
    ['a voided one', [release(), call({ voided: true })]],
    ['one before the release', [release(), call({ attemptedAt: '2025-03-01T14:59:59Z' })]],
    ['one of a child in care', [record('hhs.placement', 'p'), call()]],
    [
      'one of a child that left care on its own',
      [release({ dischargeType: 'unauthorized-absence' }), call()],
    ],
    [
      'an address that does not match a blank one',
      [release({ address: {} }), call({ livingWithSponsor: 'yes', addressMatches: 'no' })],
    ],
    ['a voided release', [release({ voided: true }), call()]],
  ])('%s is none', (_title, records) => {
    expect(found(rule, ...records)).toEqual([]);
  });

  it('of a release without an address, a call that the child is not with the sponsor is one', () => {
    expect(found(rule, release({ address: undefined }), call())).toEqual([open]);
  });

  it('of a release that goes to no sponsor, that the child is with none is no contradiction; that it is not at the address is', () => {
    const programme = release({ dischargeType: 'licensed-programme' });
    expect(found(rule, programme, call())).toEqual([]);
    expect(found(rule, programme, call({ addressMatches: 'no' }))).toEqual([open]);
    expect(found(rule, release({ dischargeType: 'aged-out' }), call())).toEqual([]);
  });

  it('is with the address in force at the call', () => {
    const addresses = [moved('2025-03-10'), moved('2025-03-20', {}, 'c'), moved('2025-03-20', {}, 'b')];
    const past = moved('2025-02-28', {}, 'z');
    expect(found(rule, release(), past, ...addresses, call())).toEqual([
      'hhs: hhs.address/c@hhs:test hhs.wellbeing-call/w@hhs:test 2025-04-02T15:00 open',
    ]);
    expect(found(rule, release(), past, call())).toEqual([open]);
    expect(found(rule, release(), moved('2025-03-01'), call())[0]).toMatch('hhs.address/a@hhs:test');
  });

  it.each<[string, Assertion[], string]>([
    ['the next address', [moved('2025-04-10')], '2025-04-10T04:00'],
    [
      '… though it is blank: HHS says that it knows none',
      [moved('2025-04-10', { address: {} })],
      '2025-04-10T04:00',
    ],
    ['a later release', [release({ releasedAt: '2025-05-01T15:00:00Z' }, 's')], '2025-05-01T15:00'],
    [
      'custody',
      [
        record('ice.custody-transfer', 't', {
          data: { apprehendedAt: '2025-05-02T15:00:00Z', transferredAt: '2025-05-03T15:00:00Z' },
        }),
      ],
      '2025-05-02T15:00',
    ],
    [
      'care',
      [record('hhs.placement', 'p', { data: { admittedAt: '2025-05-04T15:00:00Z' } })],
      '2025-05-04T15:00',
    ],
    [
      'a later call by which it lives there',
      [call({ attemptedAt: '2025-04-05T15:00:00Z', livingWithSponsor: 'yes' }, 'x')],
      '2025-04-05T15:00',
    ],
    [
      '… or by which the address matches',
      [
        call(
          { attemptedAt: '2025-04-05T15:00:00Z', livingWithSponsor: 'refused', addressMatches: 'yes' },
          'x',
        ),
      ],
      '2025-04-05T15:00',
    ],
    ['the first of several', [moved('2025-04-10'), moved('2025-04-09', {}, 'b')], '2025-04-09T04:00'],
  ])('is closed by %s', (_title, more, until) => {
    expect(found(rule, release(), call(), ...more)).toEqual([
      `hhs: hhs.release/r@hhs:test hhs.wellbeing-call/w@hhs:test 2025-04-02T15:00 ${until}`,
    ]);
  });

  it.each<[string, Assertion]>([
    [
      'an earlier call that says yes',
      call({ attemptedAt: '2025-04-01T15:00:00Z', livingWithSponsor: 'yes' }, 'x'),
    ],
    [
      'a later call that reached nobody',
      call({ attemptedAt: '2025-04-05T15:00:00Z', reached: 'nobody', livingWithSponsor: 'yes' }, 'x'),
    ],
    ['a voided address', moved('2025-04-10', { voided: true })],
  ])('is not closed by %s', (_title, more) => {
    expect(found(rule, release(), call(), more)).toEqual([open]);
  });

  it('that the address does not match is not closed by a call that says of the sponsor alone', () => {
    const wrong = call({ livingWithSponsor: 'yes', addressMatches: 'no' });
    const later = (data: object) =>
      call({ attemptedAt: '2025-04-05T15:00:00Z', livingWithSponsor: 'yes', ...data }, 'x');
    expect(found(rule, release(), wrong, later({}))).toEqual([open]);
    expect(found(rule, release(), wrong, later({ addressMatches: 'unknown' }))).toEqual([open]);
    expect(found(rule, release(), wrong, later({ addressMatches: 'yes' }))).toEqual([
      open.replace('open', '2025-04-05T15:00'),
    ]);
  });

  it('does not show where HHS knew, or learned from the call, an address of that day', () => {
    expect(found(rule, release(), moved('2025-04-02'), call())).toEqual([]);
    // 03:59 UTC is the evening before, Eastern.
    expect(
      found(rule, release(), moved('2025-04-02'), call({ attemptedAt: '2025-04-02T03:59:59Z' })),
    ).toHaveLength(1);
  });

  it('does not show where HHS after the call writes down an address for a day before it', () => {
    const recorded = (recordedAt: string) => moved('2025-03-20', { recordedAt });
    expect(found(rule, release(), recorded('2025-04-02T15:00:00.001Z'), call())).toEqual([]);
    expect(found(rule, release(), recorded('2025-04-02T15:00:00.000Z'), call())).toEqual([
      'hhs: hhs.address/a@hhs:test hhs.wellbeing-call/w@hhs:test 2025-04-02T15:00 open',
    ]);
  });

  it('shows where HHS after the call only says again what it had written down before', () => {
    const recorded = (recordedAt: string, data: object) => moved('2025-03-20', { recordedAt, ...data });
    const before = recorded('2025-03-20T15:00:00Z', {});
    const shown = ['hhs: hhs.address/a@hhs:test hhs.wellbeing-call/w@hhs:test 2025-04-02T15:00 open'];
    const later = { version: 2 };
    expect(found(rule, release(), before, recorded('2025-05-01T15:00:00Z', later), call())).toEqual(shown);
    const other = { ...later, address: { ...elm, line1: '9 Oak Avenue' } };
    expect(found(rule, release(), before, recorded('2025-05-01T15:00:00Z', other), call())).toEqual([]);
  });

  it('each call that says no is one', () => {
    const again = call({ attemptedAt: '2025-04-05T15:00:00Z' }, 'x');
    expect(found(rule, release(), call(), again)).toEqual([
      open,
      'hhs: hhs.release/r@hhs:test hhs.wellbeing-call/x@hhs:test 2025-04-05T15:00 open',
    ]);
  });
});
