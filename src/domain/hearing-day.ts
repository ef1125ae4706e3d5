import { dayText } from './instant.ts';
import { easternDay } from './eastern.ts';

/** Hearing locations on Guam and Saipan (EOIR tblLookupHloc, 2025-11): Chamorro Standard Time, ten hours ahead of UTC all year (15 USC 261, 263). */
const chamorro: ReadonlySet<string> = new Set('1AI 2AI AG6 AGA ARU DRD EHA ESI GUA NMD SA6 SAI'.split(' '));

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * The calendar day of a hearing where it is held. Everywhere else the hours of a court fall on one Eastern day: 09:00 to 17:00 in
 * Honolulu is 14:00 to 23:00 there.
 * @returns `YYYY-MM-DD`, as the court's own decisions give days
 */
export function hearingDay({ locationCode }: { locationCode: string }, at: number): string {
  return chamorro.has(locationCode) ? dayText(Math.floor((at + 10 * HOUR) / DAY)) : easternDay(at);
}
