import { hashId } from '../contracts/hash.ts';
import type { ChildStatus, Position } from '../contracts/status.ts';
import { courseOf, historyOf, statusAt, type Course, type Interval } from '../domain/assess.ts';
import type { Assertion, CaseFile } from '../domain/case-file.ts';
import type { Policy } from '../domain/policy.ts';
import { findingsText, type Findings } from '../store/queries/write-findings.ts';
import type { DimensionValues, NewStatus } from '../store/queries/write-statuses.ts';
import { findingsOf } from './findings.ts';

/** A child's status as it is stored and sent, with its course over time. */
export interface RenderedStatus extends Omit<NewStatus, 'componentId'> {
  course: Course;
  history: Interval[];
  status: ChildStatus;
  found: Findings;
}

/**
 * Assess a case file and write it down.
 * @param positionOf where in the log the content in use of each record stands
 * @param at milliseconds since 1970 UTC
 */
export function renderStatus(
  caseFile: CaseFile,
  positionOf: (content: Assertion) => Position,
  policy: Policy,
  at: number,
): RenderedStatus {
  const course = courseOf(caseFile, policy);
  const status = statusAt(caseFile, course, policy, at);
  const doc = JSON.stringify(status);
  const positions: Record<string, Position> = {};
  for (const { inUse } of caseFile.records) positions[inUse.key] = positionOf(inUse);
  for (const act of caseFile.acts) positions[act.key] = positionOf(act);
  const positionsText = JSON.stringify(positions);
  const values: DimensionValues = {
    placement: status.placement.value,
    noticeToAppear: status.noticeToAppear.value,
    court: status.court.value,
    address: status.address.value,
    contact: status.contact.value,
    verification: status.verification.value,
  };
  const found = findingsOf(course, status);
  return {
    childId: caseFile.childId,
    policyVersion: status.policyVersion,
    findings: findingsText(found),
    etag: hashId(doc + positionsText),
    doc,
    positions: positionsText,
    nextChangeAt: status.nextChangeAt,
    values,
    course,
    history: historyOf(course),
    status,
    found,
  };
}

/** Names one content of one event. */
export function contentKey(content: { source: string; eventId: string; digest: string }): string {
  return `${content.source} ${content.eventId} ${content.digest}`;
}
