/**
 * Moments are milliseconds since 1970 UTC; a day is a count of calendar days since 1970-01-01.
 * Daylight saving by the rule in force since 2007 (15 USC 260a): second Sunday of March to first Sunday of November.
 */
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** `2026-03-01` → its day. */
export function dayOfText(text: string): number {
  return Date.parse(`${text}T00:00:00Z`) / DAY;
}

const dayTexts = new Map<number, string>();

/** A day → `2026-03-01`. */
export function textOfDay(day: number): string {
  let text = dayTexts.get(day);
  if (text === undefined) {
    text = new Date(day * DAY).toISOString().slice(0, 10);
    if (dayTexts.size > 20_000) dayTexts.clear();
    dayTexts.set(day, text);
  }
  return text;
}

const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** As Date's toISOString, which takes several times as long. */
export function textOfMoment(moment: number): string {
  const day = Math.floor(moment / DAY);
  const inDay = moment - day * DAY;
  const hour = twoDigits[Math.floor(inDay / HOUR)]!;
  const minute = twoDigits[Math.floor(inDay / MINUTE) % 60]!;
  const second = twoDigits[Math.floor(inDay / 1000) % 60]!;
  return `${textOfDay(day)}T${hour}:${minute}:${second}.${String(inDay % 1000).padStart(3, '0')}Z`;
}

/** The moment so much later, but not after the limit; never earlier than it was. */
export function later(text: string, by: number, limit: number): string {
  const moment = Date.parse(text);
  return textOfMoment(Math.max(moment, Math.min(moment + by, limit)));
}

/** The moment at which the day begins in the federal capital. */
export function startOfDay(day: number): number {
  const { first, last } = summerOf(day);
  return day * DAY + (day > first && day <= last ? 4 : 5) * HOUR;
}

/** The last millisecond of `2026-03-01` in the federal capital. */
export function endOfDay(text: string): number {
  return startOfDay(dayOfText(text) + 1) - 1;
}

/** The day that the federal capital's calendar shows at the moment. */
export function dayAt(moment: number): number {
  const day = Math.floor((moment - 5 * HOUR) / DAY);
  return moment >= startOfDay(day + 1) ? day + 1 : day;
}

/** A working moment of the day: hours after its beginning. */
export function onDay(day: number, hours: number): number {
  return startOfDay(day) + Math.round(hours * 60) * MINUTE;
}

/** 0 is Sunday. 1970-01-01 was a Thursday. */
function weekday(day: number): number {
  return (day + 4) % 7;
}

/** The same day, or the Monday after a weekend. */
export function workingDay(day: number): number {
  const at = weekday(day);
  return at === 6 ? day + 2 : at === 0 ? day + 1 : day;
}

const summers = new Map<number, { first: number; last: number }>();

/** Days on which the clocks go forward and back in the day's year. */
function summerOf(day: number): { first: number; last: number } {
  const year = Number(textOfDay(day).slice(0, 4));
  let summer = summers.get(year);
  if (summer === undefined) {
    const march = Date.UTC(year, 2, 1) / DAY;
    const november = Date.UTC(year, 10, 1) / DAY;
    summer = {
      first: march + ((7 - weekday(march)) % 7) + 7,
      last: november + ((7 - weekday(november)) % 7),
    };
    summers.set(year, summer);
  }
  return summer;
}

/** The federal fiscal year of a moment, named by the year it ends in: 1 October to 30 September in the federal capital. */
export function fiscalYearAt(moment: number): number {
  const [year, month] = textOfDay(dayAt(moment)).split('-').map(Number);
  return month! >= 10 ? year! + 1 : year!;
}

/** The moments at which a fiscal year begins and ends (not included). */
export function fiscalYearBounds(year: number): { low: number; high: number } {
  return {
    low: startOfDay(dayOfText(`${year - 1}-10-01`)),
    high: startOfDay(dayOfText(`${year}-10-01`)),
  };
}
