import { easternDay, easternMidnight } from './eastern.ts';
import { dayNumber, dayText } from './instant.ts';

/**
 * Working days of federal offices: Monday to Friday without the legal public holidays of 5 USC 6103. A holiday on a Saturday is kept
 * on the Friday before, one on a Sunday on the Monday after (5 USC 6103(b); EO 11582 §3). Inauguration Day is kept
 * around Washington alone and left out.
 */
const DAY = 86_400_000;

/** Calendar days, `YYYY-MM-DD`, without any clock. */
export function addDays(day: string, count: number): string {
  return dayText(dayNumber(day) + count);
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
  let day = start;
  for (let left = count; left > 0;) {
    day = addDays(day, 1);
    if (isWorkingDay(day)) left -= 1;
  }
  const end = endOfDay(day);
  if (ends.size < 100_000) ends.set(name, end);
  return end;
}
const ends = new Map<string, number>();

export function isWorkingDay(day: string): boolean {
  const weekday = weekdayOf(dayNumber(day));
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
  const day = Date.UTC(year, month, date) / DAY;
  const weekday = weekdayOf(day);
  return dayText(weekday === 6 ? day - 1 : weekday === 0 ? day + 1 : day);
}

/** The nth such weekday of a month; the 0th is the last of the month before. */
function nth(year: number, month: number, weekday: number, n: number): string {
  const first = Date.UTC(year, month, 1) / DAY;
  const ahead = (weekday - weekdayOf(first) + 7) % 7;
  return dayText(first + ahead + (n - 1) * 7);
}

/** Sunday is 0; 1 January 1970 was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + THURSDAY) % 7) + 7) % 7;
}
