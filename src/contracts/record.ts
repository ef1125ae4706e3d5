import { z } from 'zod';
import { Person } from './person.ts';
import { AgencyKey, Instant } from './scalars.ts';

/** The three that say something about a child. CBP speaks for DHS and so as `ice`. */
export const Agency = z.enum(['ice', 'hhs', 'eoir']);
export type Agency = z.infer<typeof Agency>;

/** The key of a record, or of a person's act, as answers name it (domain/case-file.ts). */
export const KeyOfRecord = z.string().max(160);

/** What every record carries, whatever its type (domain.md §1). */
export const recordBase = {
  /** The system's own key of the thing recorded; stable over its versions. */
  recordId: AgencyKey,
  /** The agency's own count of this record's versions; a higher one supersedes, whenever it arrives. */
  version: z.int().min(1).max(1_000_000_000),
  /** When what the record says happened. */
  occurredAt: Instant,
  /** When the agency wrote it down. */
  recordedAt: Instant,
  /** `true` with a higher version withdraws the record. */
  voided: z.boolean().optional(),
  person: Person,
};

/** What the reconciler relies on in any record. */
export interface RecordBase {
  recordId: string;
  version: number;
  occurredAt: string;
  recordedAt: string;
  voided?: boolean | undefined;
  person: Person;
}

/** What clocks that are looked after may differ by. */
const CLOCKS_MS = 300_000;

/**
 * Whether what is said to have happened by a moment lies ahead of it, further than clocks may differ. Of two contents the one recorded last
 * counts, so one from the future would count for good. Both are as `Instant` writes them.
 */
export function isAhead(said: string, moment: string, clocksMs = CLOCKS_MS): boolean {
  return said > moment && Date.parse(said) - Date.parse(moment) > clocksMs;
}
