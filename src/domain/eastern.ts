import { dayNumber, dayText } from './instant.ts';

/**
 * Calendar days of federal offices, in Eastern time (America/New_York), by arithmetic: since 2007 daylight saving runs from
 * the second Sunday of March to the first Sunday of November, 02:00 local (15 USC 260a). Midnight is never skipped or doubled.
 */
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * The moment at which a calendar day begins.
 * @param day `YYYY-MM-DD`
 * @returns milliseconds since 1970 UTC
 * @example new Date(easternMidnight('2026-03-01')).toISOString() // '2026-03-01T05:00:00.000Z'
 */
export function easternMidnight(day: string): number {
  const utc = dayNumber(day) * DAY;
  // At midnight of the changing Sundays the old offset still holds: both changes are at 02:00.
  const { from, to } = summerOf(Number(day.slice(0, 4)));
  return utc + (utc > from && utc <= to ? 4 : 5) * HOUR;
}

/** The calendar day, `YYYY-MM-DD`, on which a moment falls. */
export function easternDay(moment: number): string {
  const standard = moment - 5 * HOUR;
  const number = Math.floor(standard / DAY);
  const day = dayText(number);
  if (standard - number * DAY < 23 * HOUR) return day;
  // The last hour of a day in standard time is in summer the first of the next.
  const next = dayText(number + 1);
  return moment < easternMidnight(next) ? day : next;
}

/** The Sundays on which daylight saving begins and ends, as if they were in UTC. */
function summerOf(year: number): { from: number; to: number } {
  let summer = summers.get(year);
  if (summer === undefined) {
    summer = { from: secondSundayOfMarch(year), to: firstSundayOfNovember(year) };
    summers.set(year, summer);
  }
  return summer;
}
const summers = new Map<number, { from: number; to: number }>();

function secondSundayOfMarch(year: number): number {
  return sundayOnOrAfter(Date.UTC(year, 2, 8));
}

function firstSundayOfNovember(year: number): number {
  return sundayOnOrAfter(Date.UTC(year, 10, 1));
}

function sundayOnOrAfter(utc: number): number {
  return utc + ((7 - new Date(utc).getUTCDay()) % 7) * DAY;
}
