import { describe, expect, it } from '@jest/globals';
import { rhythmOf } from '../../../src/domain/feeds/rhythm.ts';
import { silenceOf } from '../../../src/domain/feeds/silence.ts';
import { addDays, isWorkingDay } from '../../../src/domain/working-days.ts';
import { at, hoursOf } from './hours.ts';

const HOUR = 3_600_000;

function judge(hours: number[], now: number) {
  const { state, rhythm, expectedBy, silentSince } = silenceOf(hours, hours.at(-1) ?? null, now);
  return {
    state,
    gap: rhythm?.usualLongestGapHours,
    rests: rhythm?.restsOnFreeDays,
    expectedBy,
    silentSince,
  };
}

const allDay = Array.from({ length: 24 }, (_, hour) => hour);
const office = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17];
const weekday = (name: number) => (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() === name;

describe('a feed’s silence', () => {
  it('round the clock: three and a half hours after its last hour', () => {
    const hours = hoursOf('2026-08-03', '2026-09-01', allDay);
    const last = hours.at(-1)!;
    expect(judge(hours, last + 3.5 * HOUR)).toMatchObject({ state: 'in-rhythm', gap: 1, rests: false });
    expect(judge(hours, last + 3.5 * HOUR + 1)).toMatchObject({ state: 'silent', silentSince: last });
  });

  it('in office hours: a weekend is no silence, the Monday after it is', () => {
    // Friday 28 August 2026 is its last day.
    const hours = hoursOf('2026-08-03', '2026-08-28', office, isWorkingDay);
    const friday = at('2026-08-28', 17);
    expect(judge(hours, at('2026-08-30', 23))).toMatchObject({ state: 'in-rhythm', gap: 15, rests: true });
    // 15 × 1.5 + 2 = 24.5 hours: 7 of Friday, 17.5 of Monday.
    const expectedBy = at('2026-08-31', 17) + HOUR / 2;
    expect(judge(hours, expectedBy)).toMatchObject({ state: 'in-rhythm', expectedBy });
    expect(judge(hours, expectedBy + 1)).toMatchObject({ state: 'silent', silentSince: friday });
  });

  it('in office hours: nor is Labor Day, whichever weeks it learned from', () => {
    const hours = hoursOf('2026-08-10', '2026-09-04', office, isWorkingDay);
    expect(judge(hours, at('2026-09-07', 23)).state).toBe('in-rhythm');
    expect(judge(hours, at('2026-09-08', 18)).state).toBe('silent');
  });

  it('every night: the same afternoon, half a day after the run that did not come', () => {
    const hours = hoursOf('2026-07-01', '2026-08-01', [2]);
    expect(judge(hours, at('2026-08-02', 16))).toMatchObject({ state: 'in-rhythm', gap: 24, rests: false });
    expect(judge(hours, at('2026-08-02', 16) + 1).state).toBe('silent');
  });

  it.each([
    ['spring', '2026-03-07', '2026-03-08'],
    ['autumn', '2026-10-31', '2026-11-01'],
  ])('every night: a changed clock in %s is no silence', (_, before, changed) => {
    const hours = hoursOf(addDays(before, -30), before, [1]);
    const next = at(changed, 1);
    expect(judge(hours, next).state).toBe('in-rhythm');
    expect(judge([...hours, next], at(addDays(changed, 1), 1))).toMatchObject({
      state: 'in-rhythm',
      gap: 24,
    });
  });

  it('once a week: two working days and a half after the run that did not come', () => {
    const hours = hoursOf('2026-06-01', '2026-08-03', [6], weekday(1));
    expect(judge(hours, at('2026-08-10', 6))).toMatchObject({ state: 'in-rhythm', gap: 120, rests: true });
    expect(judge(hours, at('2026-08-12', 20)).state).toBe('in-rhythm');
    expect(judge(hours, at('2026-08-12', 21)).state).toBe('silent');
  });

  it('once a month: learned from half a year', () => {
    const hours = ['2026-03-01', '2026-04-01', '2026-05-01', '2026-06-01', '2026-07-01'].map((day) =>
      at(day, 3),
    );
    expect(judge(hours, at('2026-08-01', 3))).toMatchObject({ state: 'in-rhythm' });
    expect(judge(hours, at('2026-09-01', 3)).state).toBe('silent');
  });

  it('one outage, of two days, does not become its rhythm', () => {
    const outage = new Set(['2026-08-18', '2026-08-19']);
    const hours = hoursOf('2026-08-03', '2026-09-01', allDay, (day) => !outage.has(day));
    expect(judge(hours, hours.at(-1)! + 4 * HOUR)).toMatchObject({ state: 'silent', gap: 1 });
  });

  it('a day off that is no federal holiday does not become its rhythm either', () => {
    const off = (day: string) => isWorkingDay(day) && day !== '2026-11-27';
    const hours = hoursOf('2026-11-02', '2026-12-04', office, off);
    expect(rhythmOf(hours)).toEqual({ usualLongestGapHours: 15, restsOnFreeDays: true });
  });

  it('a silence does not become usual by lasting', () => {
    const hours = hoursOf('2026-03-02', '2026-04-01', allDay);
    expect(judge(hours, at('2027-04-01', 0))).toMatchObject({ state: 'silent', silentSince: hours.at(-1)! });
  });

  it('sent on any day, now and then: it does not rest, and it is given its usual pauses', () => {
    const days = [
      '08-01',
      '08-03',
      '08-08',
      '08-09',
      '08-13',
      '08-16',
      '08-20',
      '08-22',
      '08-25',
      '08-29',
      '08-30',
    ];
    const hours = days.map((day) => at(`2026-${day}`, 11));
    expect(judge(hours, at('2026-09-05', 11))).toMatchObject({ state: 'in-rhythm', gap: 96, rests: false });
    expect(judge(hours, at('2026-09-06', 11)).state).toBe('silent');
  });

  it.each([
    ['no record ever', [], 'never-heard'],
    ['one load, in one hour', [at('2026-08-03', 9)], 'not-judged'],
    ['two weeks', hoursOf('2026-08-03', '2026-08-16', allDay), 'not-judged'],
    ['two weeks and a day', hoursOf('2026-08-03', '2026-08-17', allDay), 'silent'],
    ['two runs of a monthly feed', [at('2026-06-01', 3), at('2026-07-01', 3)], 'not-judged'],
  ])('%s: %#', (_, hours, state) => {
    expect(judge(hours, at('2026-12-01', 0)).state).toBe(state);
  });
});
