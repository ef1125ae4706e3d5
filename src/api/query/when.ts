import { z } from 'zod';
import { isRealDate } from '../../contracts/scalars.ts';
import { endOfDay } from '../../domain/working-days.ts';

const CLOCK = '([01]\\d|2[0-3]):[0-5]\\d';
const TIME = `T${CLOCK}(:[0-5]\\d(\\.\\d{1,3})?)?(Z|[+-]${CLOCK})`;
const DAY_OR_INSTANT = `^\\d{4}-\\d{2}-\\d{2}(${TIME})?$`;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const SHAPE = 'use a day such as 2024-05-31 (its end, Eastern) or a moment such as 2024-05-31T12:00:00Z';
const EXISTS = 'use a day that exists, between 1900 and 2100';
const PLUS = `${SHAPE}; in a URL the + of an offset is %2B`;

/**
 * A moment a reader asks about: RFC 3339, or a calendar day, which stands for its last millisecond in Eastern time, so that what
 * happened on the day counts. Comes out as milliseconds since 1970 UTC.
 */
export const When = z
  .string()
  .max(35)
  .regex(new RegExp(DAY_OR_INSTANT), {
    error: ({ input }) => (/:\d{2}(\.\d+)? \d{2}:\d{2}$/.test(String(input)) ? PLUS : SHAPE),
    abort: true,
  })
  // Date.parse would take the 30th of February as a day of March.
  .refine((text) => isRealDate(text) || text.startsWith('2100-01-01T'), EXISTS)
  .transform(momentOf)
  // By the moment, since a link to the next page gives it in UTC: the last day's end, Eastern, is in 2100 there.
  .refine(isAskable, EXISTS);

/** Whether one may ask about a moment, milliseconds since 1970 UTC. */
export function isAskable(at: number): boolean {
  return at >= Date.parse('1900-01-01') && at <= momentOf('2099-12-31');
}

/** The last millisecond of a day, or the moment itself. */
export function momentOf(text: string): number {
  return DAY.test(text) ? endOfDay(text) - 1 : Date.parse(text);
}

/** What was true at one moment, by what had been received at another; null: now. */
export interface Times {
  validAt: number | null;
  knownAt: number | null;
}

export const timesQuery = {
  validAt: When.optional().describe('What was true at this moment; now where it is left out'),
  knownAt: When.optional().describe(
    '… by what had been received until this moment; now where it is left out',
  ),
};
