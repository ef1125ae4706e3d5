import { expect, it } from '@jest/globals';
import { namesOneMoment, reportMoment } from '../../../src/api/query/report-moment.ts';

const now = new Date('2026-03-01T03:00:00Z');

it('is the end of the day named, Eastern, and of today where none is', () => {
  expect(reportMoment({ asOf: '2024-05-31' }, now)).toEqual({
    asOf: '2024-05-31',
    moment: new Date('2024-06-01T03:59:59.999Z'),
    query: { asOf: '2024-05-31' },
  });
  expect(reportMoment({}, now)).toEqual({
    asOf: '2026-02-28',
    moment: new Date('2026-03-01T04:59:59.999Z'),
    query: { asOf: '2026-02-28' },
  });
});

it('is the very moment asked by validAt, of the Eastern day in which it falls', () => {
  const validAt = Date.parse('2024-06-01T03:00:00Z');
  expect(reportMoment({ validAt }, now)).toEqual({
    asOf: '2024-05-31',
    moment: new Date(validAt),
    query: { validAt: '2024-06-01T03:00:00.000Z' },
  });
});

it('is asked by one of the two', () => {
  expect(namesOneMoment({ asOf: '2024-05-31' })).toBe(true);
  expect(namesOneMoment({ validAt: 0 })).toBe(true);
  expect(namesOneMoment({ asOf: '2024-05-31', validAt: 0 })).toBe(false);
});
