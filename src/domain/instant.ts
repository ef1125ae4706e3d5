const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * A moment as records hold it, in milliseconds since 1970 UTC. The same as `Date.parse`, which takes five times as long; assessing
 * a child asks for dozens.
 * @param text RFC 3339; the arithmetic is for UTC with milliseconds, which is what `contracts/scalars.ts` Instant gives
 * @example instantOf('2026-03-01T05:00:00.000Z') // 1772341200000
 */
export function instantOf(text: string): number {
  if (text.length !== 24) return Date.parse(text);
  const time = (twoDigits(text, 11) * 60 + twoDigits(text, 14)) * MINUTE + twoDigits(text, 17) * 1000;
  return daysSince1970(text) * DAY + time + digit(text, 20) * 100 + twoDigits(text, 21);
}

const days = new Map<number, string>();

/**
 * A moment as records hold it: the same as `new Date(at).toISOString()`, two to three times as fast where the day came up before.
 * @param at milliseconds since 1970 UTC, of a year with four digits
 */
export function instantText(at: number): string {
  const day = Math.floor(at / DAY);
  let date = days.get(day);
  if (date === undefined) {
    date = new Date(at).toISOString().slice(0, 11);
    if (days.size < 100_000) days.set(day, date);
  }
  const time = at - day * DAY;
  const hour = padded(Math.floor(time / (60 * MINUTE)));
  const minute = padded(Math.floor(time / MINUTE) % 60);
  const second = padded(Math.floor(time / 1000) % 60);
  const millisecond = time % 1000;
  return `${date}${hour}:${minute}:${second}.${millisecond < 100 ? '0' : ''}${padded(millisecond)}Z`;
}

function padded(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}

/** Years that begin in March have their odd day last, so that months need no table. */
function daysSince1970(text: string): number {
  const month = twoDigits(text, 5);
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2) - (month < 3 ? 1 : 0);
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + twoDigits(text, 8) - 1;
  return 365 * year + leapDays + dayOfYear - 719_468;
}

function twoDigits(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1);
}

function digit(text: string, at: number): number {
  return text.charCodeAt(at) - 48;
}
