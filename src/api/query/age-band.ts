import type { AgeBand } from '../../contracts/worklist.ts';
import { birthday } from '../../domain/birth.ts';
import { easternDay } from '../../domain/eastern.ts';

/** Each band from the age on that is given, to the next. */
const bands: ReadonlyArray<{ band: AgeBand; from: number }> = [
  { band: '0-5', from: 0 },
  { band: '6-11', from: 6 },
  { band: '12-13', from: 12 },
  { band: '14-15', from: 14 },
  { band: '16-17', from: 16 },
  { band: '18-and-over', from: 18 },
];

/** @param birthDate `YYYY-MM-DD`. A birthday is the whole Eastern day; a child not born yet is in the first band. */
export function ageBandAt(birthDate: string | null, at: number): AgeBand {
  if (birthDate === null) return 'unknown';
  const day = easternDay(at);
  return bands.findLast(({ from }) => from === 0 || birthday(birthDate, from) <= day)!.band;
}

/** Who is in a band at a moment: born after the one day and up to the other; null where open. */
export function bornFor(
  band: Exclude<AgeBand, 'unknown'>,
  at: number,
): { after: string | null; upTo: string | null } {
  const index = bands.findIndex((one) => one.band === band);
  const next = bands[index + 1];
  const { from } = bands[index]!;
  return {
    after: next === undefined ? null : latestBirth(next.from, at),
    upTo: from === 0 ? null : latestBirth(from, at),
  };
}

/** The latest day on which someone was born who has reached an age. */
function latestBirth(age: number, at: number): string {
  const day = easternDay(at);
  const year = String(Number(day.slice(0, 4)) - age).padStart(4, '0');
  const same = `${year}${day.slice(4)}`;
  return birthday(same, 0) === same ? same : `${year}-02-28`;
}
