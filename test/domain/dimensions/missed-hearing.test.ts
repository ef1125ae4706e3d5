import { expect, it } from '@jest/globals';
import { courtFacts } from '../../../src/domain/dimensions/court-facts.ts';
import { missedHearing } from '../../../src/domain/dimensions/missed-hearing.ts';
import { factsFrom, record } from '../../support/records.ts';

const aNumber = 'A012345678';
const order = record('eoir.decision', 'd', {
  ids: { aNumber, eoirCaseId: '1' },
  data: { decidedOn: '2025-03-03', inAbsentia: 'yes' },
});
const hearing = (id: string, scheduledFor: string, more: object = {}, eoirCaseId = '1') =>
  record('eoir.hearing', id, { ids: { aNumber, eoirCaseId }, data: { scheduledFor, ...more } });
const [midnight, nine, one, endOfDay] = [
  '2025-03-03T05:00:00.000Z',
  '2025-03-03T14:00:00.000Z',
  '2025-03-03T18:00:00.000Z',
  '2025-03-04T04:59:59.999Z',
];

it.each([
  ['a hearing of that day', [hearing('h', nine)], nine, nine],
  ['of several the last', [hearing('a', nine), hearing('b', one)], one, one],
  ['none: the whole day', [], midnight, endOfDay],
  ['one of another day only', [hearing('h', '2025-03-04T14:00:00.000Z')], midnight, endOfDay],
  ['one of another case only', [hearing('h', nine, {}, '2')], midnight, endOfDay],
  [
    'one that did not go on',
    [hearing('h', nine, { state: 'not-held', adjournmentCode: '33' })],
    midnight,
    endOfDay,
  ],
  ['one of which nothing says that it did not', [hearing('h', nine, { state: 'held' })], nine, nine],
])('a failure to appear stands at %s', (_title, hearings, from, latest) => {
  const court = courtFacts(factsFrom(order, ...hearings));
  const found = missedHearing(court, court.dispositives[0]!);
  expect([found.from, found.latest].map((at) => new Date(at).toISOString())).toEqual([from, latest]);
});

it('on Guam, where that morning is the evening before in the East, from its Eastern day on', () => {
  const guam = hearing('h', '2025-03-02T23:00:00.000Z', { locationCode: 'AGA' });
  const court = courtFacts(factsFrom(order, guam));
  expect(court.goingOn).toMatchObject([{ day: '2025-03-03' }]);
  expect(missedHearing(court, court.dispositives[0]!)).toEqual({
    from: Date.parse(midnight),
    latest: Date.parse('2025-03-02T23:00:00.000Z'),
  });
});
