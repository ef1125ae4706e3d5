import type { Person } from '../../contracts/person.ts';
import {
  compareVersions,
  type ActAssertion,
  type CaseFile,
  type CaseRecord,
  type RecordAssertion,
} from '../case-file.ts';
import { contentsOf } from '../in-use.ts';
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
function contentAt(record: CaseRecord, at: string): RecordAssertion {
  const contents = contentsOf(record);
  return contents.findLast(({ data }) => data.recordedAt <= at) ?? contents[0]!;
}

/** By its A-number, where both name one; else by any identifier. A record that never named one is a child of its own. */
function isOfSameChild(a: Person, b: Person): boolean {
  const [one, other] = [a.identifiers ?? {}, b.identifiers ?? {}];
  if (one.aNumber !== undefined && other.aNumber !== undefined) return one.aNumber === other.aNumber;
  const named = Object.keys(one) as Array<keyof typeof one>;
  if (named.length === 0) return Object.keys(other).length === 0;
  return named.some((name) => one[name] !== undefined && one[name] === other[name]);
}

function isMovedSince(seen: RecordAssertion, record: CaseRecord): boolean {
  const { inUse } = record;
  if (seen.type !== 'eoir.hearing' || inUse.type !== 'eoir.hearing') return false;
  if (instantOf(seen.data.scheduledFor) === instantOf(inUse.data.scheduledFor)) return false;
  return contentsOf(record).some(
    (one) =>
      one.type === 'eoir.hearing' &&
      compareVersions(one, seen) > 0 &&
      one.data.state === 'moved' &&
      one.data.voided !== true,
  );
}
