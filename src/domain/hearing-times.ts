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
  const present = {
    scheduledFor: instantOf(inUse.scheduledFor),
    setAt: firstAt(versions, inUse),
    until: Math.min(endOf(inUse), movedAwayAt(inUse, versions)),
  };
  return [...movedFrom(inUse, lower), present];
}

/** As `hearingTimes`, without the present one. */
export function movedFrom(inUse: Hearing, lower: readonly RecordAssertion[] = none): readonly HearingTime[] {
  if (lower.length === 0) return none;
  const times: HearingTime[] = [];
  /** By time the earliest moment at which a version so far has it. */
  const setAt = new Map<number, number>();
  let before: number | undefined;
  for (const { state, scheduledFor, occurredAt } of [...versionsOf(lower), inUse]) {
    const time = instantOf(scheduledFor);
    const said = instantOf(occurredAt);
    if (before !== undefined && state === 'moved' && time !== before)
      times.push({ scheduledFor: before, setAt: setAt.get(before)!, until: said });
    setAt.set(time, Math.min(said, setAt.get(time) ?? Infinity));
    before = time;
  }
  return times;
}

const none: readonly never[] = [];

function firstAt(versions: readonly Hearing[], of: Hearing): number {
  const time = instantOf(of.scheduledFor);
  let first = Infinity;
  for (const one of versions)
    if (instantOf(one.scheduledFor) === time) first = Math.min(first, instantOf(one.occurredAt));
  return first;
}

/** One held is over with its time, one not held may have been called off before. */
function endOf({ state, scheduledFor, occurredAt }: Hearing): number {
  if (state === 'set' || state === 'moved') return Infinity;
  return state === 'held'
    ? instantOf(scheduledFor)
    : Math.min(instantOf(scheduledFor), instantOf(occurredAt));
}

/**
 * When a hearing was said to be moved and no other time was given for it; Infinity: it was not. It stands no more for the time that it was
 * moved from, and for which it stands nobody knows. A version that says a move once more says no other one.
 */
function movedAwayAt(inUse: Hearing, versions: readonly Hearing[]): number {
  if (inUse.state !== 'moved') return Infinity;
  const time = instantOf(inUse.scheduledFor);
  const sinceThen = versions.slice(versions.findLastIndex((one) => instantOf(one.scheduledFor) !== time) + 1);
  const [first] = sinceThen;
  if (first === undefined || first.state === 'moved') return Infinity;
  return instantOf(sinceThen.find((one) => one.state === 'moved')!.occurredAt);
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
