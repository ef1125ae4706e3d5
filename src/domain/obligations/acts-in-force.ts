import type { Person } from '../../contracts/person.ts';
import {
  compareContents,
  isAct,
  type ActAssertion,
  type CaseFile,
  type CaseRecord,
  type RecordAssertion,
} from '../case-file.ts';
import { instantOf } from '../instant.ts';

/**
 * The acts that say something of the child's duties. A duty is known by the record that starts it, and an act names that; but what a person
 * saw is the record as it was when the act was written down. Where it tells of another child by now, or of a hearing that was moved to
 * another time, the duty that it starts is another one, of which nobody has said anything. A time put right is the same event.
 */
export function actsInForce({ acts, records }: CaseFile): readonly ActAssertion[] {
  if (acts.length === 0) return acts;
  return acts.filter(({ data }) => {
    const subject = records.find(({ inUse }) => inUse.key === data.subject);
    return data.voided !== true && subject !== undefined && isStillMeant(subject, data.recordedAt);
  });
}

function isStillMeant(record: CaseRecord, writtenAt: string): boolean {
  const seen = contentAt(record, writtenAt);
  return (
    seen === record.inUse ||
    (isOfSameChild(seen.data.person, record.inUse.data.person) && !isMovedSince(seen, record))
  );
}

/** What was in use of a record at a moment, as far as its agency had recorded it; before all of it, what it recorded first. */
function contentAt({ inUse, rivals, superseded }: CaseRecord, at: string): RecordAssertion {
  const all = [inUse, ...rivals, ...superseded].filter((one): one is RecordAssertion => !isAct(one));
  const known = all.filter(({ data }) => data.recordedAt <= at);
  if (known.length > 0) return known.reduce((a, b) => (compareVersions(a, b) > 0 ? a : b));
  return all.reduce((a, b) => (compareVersions(a, b) < 0 ? a : b));
}

function compareVersions(a: RecordAssertion, b: RecordAssertion): number {
  return a.data.version - b.data.version || compareContents(a, b);
}

/** By its A-number, where both name one; else by any identifier. A record that never named one is a child of its own. */
function isOfSameChild(a: Person, b: Person): boolean {
  const [one, other] = [a.identifiers ?? {}, b.identifiers ?? {}];
  if (one.aNumber !== undefined && other.aNumber !== undefined) return one.aNumber === other.aNumber;
  const named = Object.keys(one) as Array<keyof typeof one>;
  if (named.length === 0) return Object.keys(other).length === 0;
  return named.some((name) => one[name] !== undefined && one[name] === other[name]);
}

function isMovedSince(seen: RecordAssertion, { inUse, superseded }: CaseRecord): boolean {
  if (seen.type !== 'eoir.hearing' || inUse.type !== 'eoir.hearing') return false;
  if (instantOf(seen.data.scheduledFor) === instantOf(inUse.data.scheduledFor)) return false;
  return [...superseded, inUse].some(
    ({ type, data }) =>
      type === 'eoir.hearing' &&
      data.version > seen.data.version &&
      data.state === 'moved' &&
      data.voided !== true,
  );
}
