import { expect, it } from '@jest/globals';
import { worklistText } from '../../src/cli/worklist-text.ts';
import type { WorklistItem } from '../../src/contracts/worklist.ts';

const item: WorklistItem = {
  childId: '0e2c6b1e-7f6f-8b1a-9d2e-000000000001',
  obligation: 'report-hearing-outcome',
  owner: 'eoir',
  subject: 'eoir.hearing/h1@eoir:test',
  state: 'open',
  since: '2026-11-25T03:00:00.000Z',
  opensAt: '2026-11-25T03:00:00.000Z',
  due: '2026-11-28T05:00:00.000Z',
  overdueAt: '2026-11-28T05:00:00.000Z',
  acknowledgedAt: null,
  fieldOffice: 'Harlingen',
  ageBand: '14-15',
};
const days = (one: Partial<WorklistItem>): string[] =>
  worklistText([{ ...item, ...one }])
    .split('\n')[1]!
    .split(/ {2,}/)
    .slice(3, 5);

it('tells days as federal offices count them: since when, and the last day that is in time', () => {
  expect(days({})).toEqual(['2026-11-24', '2026-11-27']);
  expect(days({ due: '2026-11-26T03:00:00.000Z' })).toEqual(['2026-11-24', '2026-11-25 22:00']);
});

it('a duty due at once is due on the day on which it opens', () => {
  const served = '2026-06-15T04:00:00.000Z';
  expect(days({ since: served, opensAt: served, due: served })).toEqual(['2026-06-15', '2026-06-15']);
});

it('says where there is nobody', () => {
  expect(worklistText([])).toMatch(/^Nobody/);
});
