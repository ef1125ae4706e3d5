import { birthday, type Birth } from '../birth.ts';
import { easternMidnight } from '../eastern.ts';
import type { Facts } from '../facts.ts';
import { instantOf } from '../instant.ts';
import type { PlacementFact } from './placement.ts';

/** Who has attained this age is nobody's to keep in ORR's care (6 USC 279(g)(2)(B)). */
export const ADULT = 18;

/** A span of time in which HHS has a child in its care, by one fact of placement. */
export interface HhsCare {
  /** Key of that fact. */
  key: string;
  at: number;
  /** When it is no longer to be believed; `at` where it never is. */
  until: number;
  /** The record that says that it ended then; null: nothing of placement came, and the records leave the child there. */
  endedBy: string | null;
  /** The next fact of placement; Infinity: none. */
  next: number;
}

/**
 * The care of HHS, as placement has it, in order. No record says of a child whose release is missing that it is no longer there; so care is
 * believed until the end of the stay, where the latest admission of that care has one, and until the first day on which the child may be 18.
 */
export function hhsCare(
  facts: Facts,
  placements: readonly PlacementFact[],
  birth: Birth | null,
): readonly HhsCare[] {
  const adultAt = birth === null ? Infinity : easternMidnight(birthday(birth.earliest, ADULT));
  const found: HhsCare[] = [];
  let stay: string | null = null;
  for (let i = 0; i < placements.length; i += 1) {
    const { key, at, value, rule } = placements[i]!;
    if (value !== 'hhs-care') {
      stay = null;
      continue;
    }
    if (rule === 'admitted') stay = key;
    const next = placements[i + 1]?.at ?? Infinity;
    if (next === at) continue;
    const stayEnd = endOf(facts, stay, at);
    const until = Math.max(at, Math.min(next, stayEnd, adultAt));
    found.push({ key, at, until, endedBy: until < next && until === stayEnd ? stay : null, next });
  }
  return found;
}

/** When a stay ended; Infinity where its end is before `at`, since then this is another care, or a mistake. */
function endOf(facts: Facts, stay: string | null, at: number): number {
  if (stay === null) return Infinity;
  const endedAt = facts['hhs.placement'].find(({ key }) => key === stay)?.data.endedAt;
  const end = endedAt === undefined ? Infinity : instantOf(endedAt);
  return end < at ? Infinity : end;
}
