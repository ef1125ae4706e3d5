import { easternDay, easternMidnight } from './eastern.ts';

/**
 * Working days of federal offices: Monday to Friday without the legal public holidays of 5 USC 6103. A holiday on a Saturday is kept
 * on the Friday before, one on a Sunday on the Monday after (5 USC 6103(b); EO 11582 §3). Inauguration Day is kept
 * around Washington alone and left out.
 */
const DAY = 86_400_000;

/** Calendar days, `YYYY-MM-DD`, without any clock. */
export function addDays(day: string, count: number): string {
  return dayText(Date.parse(`${day}T00:00:00Z`) + count * DAY);
}

/** The moment at which a calendar day ends, Eastern; milliseconds since 1970 UTC. */
export function endOfDay(day: string): number {
  return easternMidnight(addDays(day, 1));
}

/**
 * The moment at which the nth working day after a day ends. The day itself does not count (8 CFR 1001.1(h)).
 * @param from a moment, taken as the Eastern day on which it falls, or a day `YYYY-MM-DD`
 * @example endOfWorkingDays('2026-11-25', 2) // Thanksgiving and a weekend between: the end of Monday 30 November, Eastern
 */
export function endOfWorkingDays(from: number | string, count: number): number {
  const start = typeof from === 'string' ? from : easternDay(from);
  const name = `${start}+${count}`;
  const known = ends.get(name);
  if (known !== undefined) return known;
  let utc = Date.parse(`${start}T00:00:00Z`);
  for (let left = count; left > 0;) {
    utc += DAY;
    if (isWorkingDay(dayText(utc))) left -= 1;
  }
  const end = endOfDay(dayText(utc));
  if (ends.size < 100_000) ends.set(name, end);
  return end;
}
const ends = new Map<string, number>();

export function isWorkingDay(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !federalHolidays(Number(day.slice(0, 4))).has(day);
}

/** Days on which the holidays of a year are kept, New Year's Day of the next included where that is a Saturday. */
export function federalHolidays(year: number): ReadonlySet<string> {
  let days = holidays.get(year);
  if (days === undefined) {
    days = new Set([
      kept(year, 0, 1),
      nth(year, 0, MONDAY, 3), // Birthday of Martin Luther King, Jr.
      nth(year, 1, MONDAY, 3), // Washington's Birthday
      nth(year, 5, MONDAY, 0), // Memorial Day: the last of May, one week before the first of June
      ...(year >= 2021 ? [kept(year, 5, 19)] : []), // Juneteenth, Pub. L. 117-17 of 17 June 2021
      kept(year, 6, 4),
      nth(year, 8, MONDAY, 1), // Labor Day
      nth(year, 9, MONDAY, 2), // Columbus Day
      kept(year, 10, 11), // Veterans Day
      nth(year, 10, THURSDAY, 4), // Thanksgiving Day
      kept(year, 11, 25),
      kept(year + 1, 0, 1),
    ]);
    holidays.set(year, days);
  }
  return days;
}
const holidays = new Map<number, ReadonlySet<string>>();
const MONDAY = 1;
const THURSDAY = 4;

function kept(year: number, month: number, date: number): string {
  const utc = Date.UTC(year, month, date);
  const weekday = new Date(utc).getUTCDay();
  return dayText(weekday === 6 ? utc - DAY : weekday === 0 ? utc + DAY : utc);
}

/** The nth such weekday of a month; the 0th is the last of the month before. */
function nth(year: number, month: number, weekday: number, n: number): string {
  const first = Date.UTC(year, month, 1);
  const ahead = (weekday - new Date(first).getUTCDay() + 7) % 7;
  return dayText(first + (ahead + (n - 1) * 7) * DAY);
}

function dayText(utc: number): string {
  return new Date(utc).toISOString().slice(0, 10);
}
