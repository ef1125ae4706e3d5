import { expect, it } from '@jest/globals';
import { hearingDay } from '../../src/domain/hearing-day.ts';
import { dutiesBy, statesAt } from '../support/duties.ts';
import { record } from '../support/records.ts';

it.each([
  ['SAI', '2025-04-15T09:00:00+10:00', '2025-04-15'],
  ['SAI', '2025-04-15T23:59:59+10:00', '2025-04-15'],
  ['SAI', '2025-04-16T00:00:00+10:00', '2025-04-16'],
  ['HON', '2025-04-15T17:00:00-10:00', '2025-04-15'],
  ['NYC', '2025-04-15T09:00:00-04:00', '2025-04-15'],
])('a hearing in %s at %s is on %s', (locationCode, at, day) => {
  expect(hearingDay({ locationCode }, Date.parse(at))).toBe(day);
});

it('the order of a hearing’s own day on Saipan tells of it, late where it was written down late', () => {
  const duties = dutiesBy(
    'report-hearing-outcome',
    record('eoir.hearing', 'h', {
      data: { scheduledFor: '2025-04-15T09:00:00+10:00', locationCode: 'SAI', state: 'set' },
    }),
    record('eoir.decision', 'd', {
      data: { decidedOn: '2025-04-15', inAbsentia: 'yes', recordedAt: '2025-05-20T00:00:00Z' },
    }),
  );
  expect(statesAt(duties, '2025-06-01T00:00:00Z')).toBe('met late');
});
