import { easternDay } from '../eastern.ts';
import { isWorkingDay } from '../working-days.ts';
import { countedHours, daysBetween } from './counted-hours.ts';

/** How a feed usually comes. */
export interface Rhythm {
  /** The longest pause of its usual week, in counted hours. */
  usualLongestGapHours: number;
  /** It pauses on Saturdays, Sundays and federal holidays: their hours do not count. */
  restsOnFreeDays: boolean;
}

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
/** A feed's own past: four weeks, or of one that comes rarely half a year. */
const USUAL_WEEKS = 4;
const RARE_WEEKS = 26;
/** With fewer weeks in which a pause ended, one odd week would be the rule. */
const WEEKS_NEEDED = 3;
/** It rests on free days where it is a quarter as likely to come on one as on a working day, or less. */
const REST_SHARE = 0.25;

/**
 * The rhythm of a feed, learned from the hours in which records came: of each week that ends with the last record the longest pause, and of
 * these the median. So one week with an outage or an odd holiday does not count, and a pause that comes every night or every weekend does.
 * @param hours when each hour with records began, ascending; milliseconds since 1970 UTC
 * @returns null: too little is known
 */
export function rhythmOf(hours: readonly number[]): Rhythm | null {
  return rhythmOver(hours, USUAL_WEEKS) ?? rhythmOver(hours, RARE_WEEKS);
}

function rhythmOver(hours: readonly number[], weeks: number): Rhythm | null {
  const last = hours.at(-1);
  if (last === undefined) return null;
  const since = last - weeks * WEEK;
  const restsOnFreeDays = rests(hours.filter((hour) => hour > since));
  const longest = new Map<number, number>();
  for (const [i, hour] of hours.entries()) {
    const before = hours[i - 1];
    if (before === undefined || hour <= since) continue;
    const week = Math.floor((last - hour) / WEEK);
    const gap = hour - before === HOUR ? 1 : countedHours(before, hour, restsOnFreeDays);
    longest.set(week, Math.max(longest.get(week) ?? 0, gap));
  }
  if (longest.size < WEEKS_NEEDED) return null;
  const gaps = [...longest.values()].sort((a, b) => a - b);
  return { usualLongestGapHours: gaps[Math.floor(gaps.length / 2)]!, restsOnFreeDays };
}

function rests(hours: readonly number[]): boolean {
  const active = new Set(hours.map(easternDay));
  const count = { working: 0, free: 0, activeWorking: 0, activeFree: 0 };
  for (const day of daysBetween(hours[0]!, hours.at(-1)!)) {
    const kind = isWorkingDay(day) ? 'working' : 'free';
    count[kind] += 1;
    if (active.has(day)) count[kind === 'working' ? 'activeWorking' : 'activeFree'] += 1;
  }
  if (count.free === 0) return false;
  return count.activeFree / count.free < (REST_SHARE * count.activeWorking) / count.working;
}
