import { easternDay, easternMidnight } from '../../domain/eastern.ts';
import { endOfDay } from '../../domain/working-days.ts';

/**
 * The Eastern calendar day of a moment of receipt, YYYY-MM-DD; on which a manifest counts it. Moments of one stream are of one day nearly
 * always, so the day is reckoned once.
 * @param receivedAt as `toISOString` writes it
 */
export function receivedOn(receivedAt: string): string {
  if (receivedAt < known.from || receivedAt >= known.to) {
    const day = easternDay(Date.parse(receivedAt));
    const from = new Date(easternMidnight(day)).toISOString();
    known = { day, from, to: new Date(endOfDay(day)).toISOString() };
  }
  return known.day;
}
let known = { day: '', from: '', to: '' };
