import { caseFilesOf, type CaseFiles, type Overused } from '../domain/case-files.ts';
import { eventOf } from '../domain/event-contents.ts';
import type { AppliedRecord } from '../store/queries/record-row.ts';

/**
 * Case files of a component's records, or of those of them that were known at an earlier moment: an event or an id that is overused now
 * counts as overused then.
 */
export function appliedCaseFiles(records: readonly AppliedRecord[]): CaseFiles {
  return caseFilesOf(
    records.map(({ assertion }) => assertion),
    overusedOf(records),
  );
}

/** The same where an id that is overused now counts as overused only if these records show it. */
export function caseFilesOfThen(records: readonly AppliedRecord[]): CaseFiles {
  const { events } = overusedOf(records);
  return caseFilesOf(
    records.map(({ assertion }) => assertion),
    { events, ids: new Set() },
  );
}

/** What of some records is known to be overused. */
export function overusedOf(...lists: ReadonlyArray<readonly Flagged[]>): Overused {
  const [events, ids] = [new Set<string>(), new Set<string>()];
  for (const records of lists)
    for (const { assertion, overused, overusedIds = NONE } of records) {
      if (overused === true) events.add(eventOf(assertion));
      for (const id of overusedIds) ids.add(id);
    }
  return { events, ids };
}

const NONE: readonly string[] = [];

interface Flagged {
  assertion: AppliedRecord['assertion'];
  overused?: boolean | undefined;
  overusedIds?: readonly string[] | undefined;
}
