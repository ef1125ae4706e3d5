import { z } from 'zod';

/** An opaque key that an agency gave: record ids, subject ids, programme codes. 1 to 64 of letters, digits and `._:/-`. */
export const AgencyKey = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$/,
    'use 1 to 64 letters, digits or . _ : / - and start with a letter or digit',
  );

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/**
 * A moment: RFC 3339 with an offset, between 1900 and 2100 there and in UTC. Kept as UTC with milliseconds, so that two ways of
 * writing one moment are one content; digits past the millisecond are cut off.
 */
export const Instant = z
  .string()
  .max(40)
  .regex(RFC3339, {
    error: 'use an RFC 3339 date-time with an offset, such as 2026-03-01T09:30:00-05:00',
    abort: true,
  })
  .refine(isRealInstant, 'use a date and time that exist, between 1900 and 2100')
  .transform(inUtc);

/** A calendar day, `YYYY-MM-DD`, that exists, between 1900 and 2100. */
export const CalendarDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'use a calendar day as YYYY-MM-DD', abort: true })
  .refine(isRealDate, 'use a day that exists, between 1900 and 2100');

// oxlint-disable-next-line no-control-regex -- refusing control characters is the point
const PRINTABLE = /^[^\u0000-\u001f\u007f\ud800-\udfff]*$/u;

/** Free words that name something, such as a street: no control characters, which no form holds and which break logs. */
export function words(max: number) {
  return z.string().max(max).regex(PRINTABLE, 'use printable characters only');
}

/** One of a table's codes; another is refused by the table's name. */
export function codeOf<T extends Record<string, string>>(table: T, name: string) {
  return z.enum(Object.keys(table) as [keyof T & string, ...Array<keyof T & string>], {
    error: () => `not a code of the table ${name}`,
  });
}

/** As `codeOf`, for a table kept as a set of codes; the published schema lists them, so that a code taken out is noticed. */
export function codeIn(table: ReadonlySet<string>, name: string) {
  return z
    .string()
    .max(8)
    .refine((code) => table.has(code), `not a code of the table ${name}`)
    .meta({ enum: [...table] });
}

/** Of a text that begins with YYYY-MM-DD. */
export function isRealDate(text: string): boolean {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  return year >= 1900 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

/** Of a text that RFC3339 matches. By arithmetic, not Date: four of these stand in every record on the way in. */
function isRealInstant(text: string): boolean {
  return isRealDate(text) && isClock(text, 11, 23) && twoDigits(text, 17) <= 59 && isRealOffset(text);
}

/** An offset may lead out of the years: what is kept must be taken again. */
function isRealOffset(text: string): boolean {
  return text.endsWith('Z') || (isClock(text, text.length - 5, 23) && isRealDate(inUtc(text)));
}

function isClock(text: string, at: number, lastHour: number): boolean {
  return twoDigits(text, at) <= lastHour && twoDigits(text, at + 3) <= 59;
}

/** As `new Date(text).toISOString()`, without a Date where the text is in UTC already. */
function inUtc(text: string): string {
  if (!text.endsWith('Z')) return new Date(text).toISOString();
  if (text.length === 20) return `${text.slice(0, 19)}.000Z`;
  return text.length === 24 ? text : `${text.slice(0, -1).padEnd(23, '0').slice(0, 23)}Z`;
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
