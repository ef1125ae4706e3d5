import type { FeedState } from '../../contracts/feed.ts';
import { afterCountedHours } from './counted-hours.ts';
import { rhythmOf, type Rhythm } from './rhythm.ts';

/** What a feed's silence comes to at a moment; moments are milliseconds since 1970 UTC. */
export interface Silence {
  state: FeedState;
  /** Null: too little is known. */
  rhythm: Rhythm | null;
  /** When a record should have come at the latest. */
  expectedBy: number | null;
  /** Its last record, where `expectedBy` has passed. */
  silentSince: number | null;
}

/** House rule: half as long again as its usual longest pause, and two hours for a run that starts late or a clock that is changed. */
const PATIENCE = 1.5;
const GRACE_HOURS = 2;

/**
 * Whether a feed should have come by now, by its own rhythm. The rhythm is that of the time before the last record, so a silence does
 * not become usual by lasting.
 * @param hours when each hour with records began, ascending
 * @param lastReceivedAt its last record; null: none ever came
 */
export function silenceOf(hours: readonly number[], lastReceivedAt: number | null, now: number): Silence {
  if (lastReceivedAt === null)
    return { state: 'never-heard', rhythm: null, expectedBy: null, silentSince: null };
  const rhythm = rhythmOf(hours);
  if (rhythm === null) return { state: 'not-judged', rhythm: null, expectedBy: null, silentSince: null };
  const patience = rhythm.usualLongestGapHours * PATIENCE + GRACE_HOURS;
  const expectedBy = afterCountedHours(lastReceivedAt, patience, rhythm.restsOnFreeDays);
  const silent = now > expectedBy;
  return {
    state: silent ? 'silent' : 'in-rhythm',
    rhythm,
    expectedBy,
    silentSince: silent ? lastReceivedAt : null,
  };
}
