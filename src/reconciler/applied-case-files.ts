import { caseFilesOf, type CaseFiles } from '../domain/case-files.ts';
import { eventOf } from '../domain/event-contents.ts';
import type { AppliedRecord } from '../store/queries/record-row.ts';

/**
 * Case files of a component's records, or of those of them that were known at an earlier moment: an event that is overused now counts as
 * overused then.
 */
export function appliedCaseFiles(records: readonly AppliedRecord[]): CaseFiles {
  return caseFilesOf(
    records.map(({ assertion }) => assertion),
    overusedOf(records),
  );
}

/** Names of the events of some records that are known to be overused. */
export function overusedOf(...lists: ReadonlyArray<readonly Flagged[]>): Set<string> {
  const overused = new Set<string>();
  for (const records of lists)
    for (const record of records) if (record.overused === true) overused.add(eventOf(record.assertion));
  return overused;
}

interface Flagged {
  assertion: AppliedRecord['assertion'];
  overused?: boolean | undefined;
}
