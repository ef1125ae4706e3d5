import { easternDay, easternMidnight } from '../eastern.ts';
import { endOfDay, isWorkingDay } from '../working-days.ts';

const HOUR = 3_600_000;

/**
 * Hours from one moment to another, without those of Saturdays, Sundays and federal holidays where a feed rests on them. Moments are
 * milliseconds since 1970 UTC; a day on which the clock is changed has the 23 or 25 hours it has.
 */
export function countedHours(from: number, to: number, restsOnFreeDays: boolean): number {
  if (!restsOnFreeDays) return (to - from) / HOUR;
  let counted = 0;
  for (let at = from; at < to;) {
    const day = easternDay(at);
    const end = Math.min(endOfDay(day), to);
    if (isWorkingDay(day)) counted += end - at;
    at = end;
  }
  return counted / HOUR;
}

/** The moment at which so many counted hours have passed. */
export function afterCountedHours(from: number, hours: number, restsOnFreeDays: boolean): number {
  let left = hours * HOUR;
  if (!restsOnFreeDays) return from + left;
  for (let at = from; ;) {
    const day = easternDay(at);
    const end = endOfDay(day);
    if (isWorkingDay(day)) {
      if (left <= end - at) return at + left;
      left -= end - at;
    }
    at = end;
  }
}

/** Working days and free days from the day of one moment to that of another, both included. */
export function daysBetween(from: number, to: number): string[] {
  const days: string[] = [];
  for (let at = easternMidnight(easternDay(from)); at <= to; at = endOfDay(easternDay(at)))
    days.push(easternDay(at));
  return days;
}
