/**
 * Calendar days of federal offices, in Eastern time (America/New_York), by arithmetic: since 2007 daylight saving runs from
 * the second Sunday of March to the first Sunday of November, 02:00 local (15 USC 260a). Midnight is never skipped or doubled.
 */
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const midnights = new Map<string, number>();

/**
 * The moment at which a calendar day begins.
 * @param day `YYYY-MM-DD`
 * @returns milliseconds since 1970 UTC
 * @example new Date(easternMidnight('2026-03-01')).toISOString() // '2026-03-01T05:00:00.000Z'
 */
export function easternMidnight(day: string): number {
  const known = midnights.get(day);
  if (known !== undefined) return known;
  const utc = Date.parse(`${day}T00:00:00Z`);
  const year = Number(day.slice(0, 4));
  // At midnight of the changing Sundays the old offset still holds: both changes are at 02:00.
  const summer = utc > secondSundayOfMarch(year) && utc <= firstSundayOfNovember(year);
  const moment = utc + (summer ? 4 : 5) * HOUR;
  if (midnights.size < 100_000) midnights.set(day, moment);
  return moment;
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

const dayTexts = new Map<number, string>();

/** @param number days since 1 January 1970 */
function dayText(number: number): string {
  const known = dayTexts.get(number);
  if (known !== undefined) return known;
  const text = new Date(number * DAY).toISOString().slice(0, 10);
  if (dayTexts.size < 100_000) dayTexts.set(number, text);
  return text;
}

function secondSundayOfMarch(year: number): number {
  return sundayOnOrAfter(Date.UTC(year, 2, 8));
}

function firstSundayOfNovember(year: number): number {
  return sundayOnOrAfter(Date.UTC(year, 10, 1));
}

function sundayOnOrAfter(utc: number): number {
  return utc + ((7 - new Date(utc).getUTCDay()) % 7) * DAY;
}
