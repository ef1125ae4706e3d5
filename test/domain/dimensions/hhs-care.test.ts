import { expect, it } from '@jest/globals';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { hhsCare } from '../../../src/domain/dimensions/hhs-care.ts';
import { placementFacts } from '../../../src/domain/dimensions/placement.ts';
import { factsFrom, record } from '../../support/records.ts';

const [d1, d2, d3] = ['2025-03-01T15:00:00.000Z', '2025-03-02T15:00:00.000Z', '2025-03-03T15:00:00.000Z'];
const stay = (id: string, admittedAt: string, endedAt?: string) =>
  record('hhs.placement', id, { data: { admittedAt, ...(endedAt === undefined ? {} : { endedAt }) } });
const handed = (transferredAt: string) => record('ice.custody-transfer', 't', { data: { transferredAt } });
const released = (releasedAt: string) => record('hhs.release', 'r', { data: { releasedAt } });

it.each<[string, Assertion[], string[]]>([
  ['goes on', [stay('p', d1)], [`p ${d1} always null`]],
  ['ends with its stay, by the stay', [stay('p', d1, d2)], [`p ${d1} ${d2} p`]],
  [
    'ends with the next fact, though the stay goes on',
    [stay('p', d1, d3), released(d2)],
    [`p ${d1} ${d2} null`],
  ],
  ['… at the same moment', [stay('p', d1, d2), released(d2)], [`p ${d1} ${d2} null`]],
  ['is a span by each fact', [handed(d1), stay('p', d2)], [`t ${d1} ${d2} null`, `p ${d2} always null`]],
  [
    'ends with the stay of the admission before',
    [stay('p', d1, d3), handed(d2)],
    [`p ${d1} ${d2} null`, `t ${d2} ${d3} p`],
  ],
  ['of one moment is that of the last fact', [handed(d1), stay('p', d1)], [`p ${d1} always null`]],
  ['is never believed where it ended as it began', [stay('p', d1, d1)], [`p ${d1} ${d1} p`]],
])('care %s', (_title, records, expected) => {
  const facts = factsFrom(...records);
  expect(hhsCare(facts, placementFacts(facts), null).map(shown)).toEqual(expected);
});

it('ends on the first day on which the child may be 18, and is not believed from then on', () => {
  const facts = factsFrom(stay('p', d1), stay('q', d3));
  const birth = { earliest: '2007-03-02', latest: '2007-03-31' };
  expect(hhsCare(facts, placementFacts(facts), birth).map(shown)).toEqual([
    `p ${d1} 2025-03-02T05:00:00.000Z null`,
    `q ${d3} ${d3} null`,
  ]);
});

function shown({ key, at, until, endedBy }: ReturnType<typeof hhsCare>[number]): string {
  const end = until === Infinity ? 'always' : new Date(until).toISOString();
  return `${nameOf(key)} ${new Date(at).toISOString()} ${end} ${endedBy === null ? 'null' : nameOf(endedBy)}`;
}

function nameOf(key: string): string {
  return key.slice(key.indexOf('/') + 1, key.indexOf('@'));
}
