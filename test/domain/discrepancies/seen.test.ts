import { describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { courtFacts } from '../../../src/domain/dimensions/court-facts.ts';
import { sightings } from '../../../src/domain/discrepancies/seen.ts';
import { factsFrom, record } from '../../support/records.ts';

const at = '2025-03-10T03:30:00.000Z';
const hearing = (data: object = {}) =>
  record('eoir.hearing', 'h', { data: { state: 'held', scheduledFor: at, ...data } });
const call = (data: object = {}) => record('hhs.wellbeing-call', 'w', { data: { attemptedAt: at, ...data } });
const check = (data: object = {}) => record('ice.location-check', 'l', { data: { checkedOn: at, ...data } });
const nta = (data: object = {}) =>
  record('ice.notice-to-appear', 'n', {
    data: {
      issuedOn: '2025-03-01',
      servedOn: '2025-03-10',
      servedOnRole: 'child',
      serviceMethod: 'P',
      ...data,
    },
  });

function seenBy(...records: Assertion[]) {
  const facts = factsFrom(...records);
  return sightings(facts, courtFacts(facts));
}

function seen(...records: Assertion[]): string[] {
  return seenBy(...records).map(
    ({ key, agency, day, inPerson }) => `${agency} ${key} ${day}${inPerson ? ' in person' : ''}`,
  );
}

describe('who saw a child', () => {
  it.each<[string, Assertion, string]>([
    ['a court, in person', hearing({ medium: 'P' }), 'eoir eoir.hearing/h@eoir:test 2025-03-09 in person'],
    ['a court, by video', hearing({ medium: 'V' }), 'eoir eoir.hearing/h@eoir:test 2025-03-09'],
    ['a court, nobody says how', hearing(), 'eoir eoir.hearing/h@eoir:test 2025-03-09'],
    ['who called the child', call({ reached: 'child' }), 'hhs hhs.wellbeing-call/w@hhs:test 2025-03-09'],
    ['… and the sponsor', call({ reached: 'both' }), 'hhs hhs.wellbeing-call/w@hhs:test 2025-03-09'],
    [
      '… where it lives',
      call({ livingWithSponsor: 'yes' }),
      'hhs hhs.wellbeing-call/w@hhs:test 2025-03-09 in person',
    ],
    ['who went there', check({ method: 'visit' }), 'ice ice.location-check/l@ice:test 2025-03-09 in person'],
    ['who telephoned', check({ method: 'call' }), 'ice ice.location-check/l@ice:test 2025-03-09'],
    ['who gave it a notice', nta(), 'ice ice.notice-to-appear/n@ice:test 2025-03-10 in person'],
  ])('%s', (_title, one, expected) => {
    expect(seen(one)).toEqual([expected]);
  });

  it.each<[string, Assertion]>([
    ['a hearing set', hearing({ state: 'set' })],
    ['a hearing not held', hearing({ state: 'not-held' })],
    ['a hearing at which respondent or attorney did not come', hearing({ adjournmentCode: '11' })],
    ['a hearing that did not go on', hearing({ adjournmentCode: '16' })],
    ['a sponsor reached alone', call({ reached: 'sponsor', livingWithSponsor: 'yes' })],
    ['nobody reached', call({ reached: 'nobody' })],
    ['not found', check({ outcome: 'not-located' })],
    ['found in records', check({ method: 'records' })],
    ['a notice to its custodian', nta({ servedOnRole: 'custodian' })],
    ['a notice served nobody says on whom', nta({ servedOnRole: undefined })],
    ['a notice by mail', nta({ serviceMethod: 'R' })],
    ['a notice not served', nta({ servedOn: undefined })],
    ['custody', record('ice.custody-transfer', 't')],
    ['a record withdrawn', check({ voided: true })],
  ])('%s: nobody', (_title, one) => {
    expect(seen(one)).toEqual([]);
  });

  it('moments are those of the records, days begin at midnight, Eastern', () => {
    expect(seenBy(check()).map((one) => one.at)).toEqual([Date.parse(at)]);
    expect(seenBy(nta()).map((one) => one.at)).toEqual([Date.parse('2025-03-10T04:00:00.000Z')]);
    expect(seen(check({ checkedOn: '2025-03-10T03:59:59.999Z' }))).toEqual([
      'ice ice.location-check/l@ice:test 2025-03-09 in person',
    ]);
    expect(seen(check({ checkedOn: '2025-03-10T04:00:00.000Z' }))).toEqual([
      'ice ice.location-check/l@ice:test 2025-03-10 in person',
    ]);
  });
});
