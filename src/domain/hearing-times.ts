import type { RecordData } from '../contracts/records/index.ts';
import { compareContents, type RecordAssertion } from './case-file.ts';
import { instantOf } from './instant.ts';

type Hearing = RecordData<'eoir.hearing'>;

/** A time for which a hearing stood on the calendar. */
export interface HearingTime {
  scheduledFor: number;
  /** The earliest moment at which a version has it. */
  setAt: number;
  /** From then on it stands no more: moved to another time, called off or over. Infinity: it stands. */
  until: number;
}

/** When the time that a hearing has now was first set, whatever later versions say came of it. @param lower its lower versions */
export function firstSetAt(inUse: Hearing, lower: readonly RecordAssertion[] = none): number {
  return firstAt(lower.length === 0 ? [inUse] : [...versionsOf(lower), inUse], inUse);
}

/** When the hearing itself was set, for whatever time, by the versions that say so; Infinity: none does. */
export function firstSaidSet(inUse: Hearing, lower: readonly RecordAssertion[] = none): number {
  let first = Infinity;
  for (const { state, occurredAt } of [...versionsOf(lower), inUse])
    if (state === 'set') first = Math.min(first, instantOf(occurredAt));
  return first;
}

/**
 * All times for which a hearing stood, the present one last. One of a lower version did where the next version says that it was
 * moved; else it was a mistake, which the next one put right.
 */
export function hearingTimes(inUse: Hearing, lower: readonly RecordAssertion[] = none): HearingTime[] {
  const versions = lower.length === 0 ? [inUse] : [...versionsOf(lower), inUse];
  return [...movedFrom(inUse, lower), timeOf(versions, inUse, endOf(inUse))];
}

/** As `hearingTimes`, without the present one. */
export function movedFrom(inUse: Hearing, lower: readonly RecordAssertion[] = none): readonly HearingTime[] {
  if (lower.length === 0) return none;
  const story = [...versionsOf(lower), inUse];
  const times: HearingTime[] = [];
  for (const [index, next] of story.entries()) {
    const moved = story[index - 1];
    if (moved === undefined || next.state !== 'moved' || isFor(next, moved)) continue;
    times.push(timeOf(story.slice(0, index), moved, instantOf(next.occurredAt)));
  }
  return times;
}

const none: readonly never[] = [];

function timeOf(versions: readonly Hearing[], of: Hearing, until: number): HearingTime {
  return { scheduledFor: instantOf(of.scheduledFor), setAt: firstAt(versions, of), until };
}

function firstAt(versions: readonly Hearing[], of: Hearing): number {
  let first = Infinity;
  for (const one of versions) if (isFor(one, of)) first = Math.min(first, instantOf(one.occurredAt));
  return first;
}

function isFor(one: Hearing, other: Hearing): boolean {
  return instantOf(one.scheduledFor) === instantOf(other.scheduledFor);
}

/** One held is over with its time, one not held may have been called off before. */
function endOf({ state, scheduledFor, occurredAt }: Hearing): number {
  if (state === 'set' || state === 'moved') return Infinity;
  return state === 'held'
    ? instantOf(scheduledFor)
    : Math.min(instantOf(scheduledFor), instantOf(occurredAt));
}

/** By version, of each the content that was in use; those voided say nothing. */
function versionsOf(lower: readonly RecordAssertion[]): Hearing[] {
  const chosen = new Map<number, RecordAssertion & { type: 'eoir.hearing' }>();
  for (const one of lower) {
    if (one.type !== 'eoir.hearing') continue;
    const other = chosen.get(one.data.version);
    if (other === undefined || compareContents(one, other) > 0) chosen.set(one.data.version, one);
  }
  return [...chosen.values()]
    .map(({ data }) => data)
    .filter((data) => data.voided !== true)
    .sort((a, b) => a.version - b.version);
}
