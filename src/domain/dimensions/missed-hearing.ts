import { endOfDay } from '../working-days.ts';
import type { CourtFacts, Dispositive } from './court-facts.ts';

/** When a child failed to appear, as far as the records say. Milliseconds. */
export interface MissedHearing {
  /** From then on the failure stands. */
  from: number;
  /** The last moment at which it can have happened: only what comes later is known to come after it. */
  latest: number;
}

/**
 * The court gives the day of an order or a closing and no hour, while calls and checks have one. The hearing that was missed has one too: one
 * of that day and case, of several the last. Where none is on record, nobody knows whether what happened that day came before the failure or
 * after it, and nothing of that day counts as after: a call of the morning does not find a child that is missed at noon.
 */
export function missedHearing({ goingOn }: CourtFacts, { day, from, of }: Dispositive): MissedHearing {
  let at = -Infinity;
  for (const hearing of goingOn) if (hearing.day === day && hearing.of === of) at = Math.max(at, hearing.at);
  if (at === -Infinity) return { from, latest: endOfDay(day) - 1 };
  // A morning on Guam is the evening before in the East, and a ruling counts from its Eastern day.
  return { from: Math.max(from, at), latest: at };
}
