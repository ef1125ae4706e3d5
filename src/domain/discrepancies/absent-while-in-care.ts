import type { Agency } from '../../contracts/record.ts';
import { birthOf } from '../birth.ts';
import { firstReopening, type CourtFacts } from '../dimensions/court-facts.ts';
import { hhsCare, type HhsCare } from '../dimensions/hhs-care.ts';
import { missedHearing } from '../dimensions/missed-hearing.ts';
import type { Facts } from '../facts.ts';
import { instantOf } from '../instant.ts';
import { none, sortedKeys, type DiscrepancyRule } from './rule.ts';

/** A record by which the child was not where it was awaited or looked for. */
interface Absence {
  key: string;
  owner: Agency;
  detail: string;
  /** From then on it is said; of a day whose hour is not known the child was in care for all of it. */
  from: number;
  latest: number;
  /** When it is answered, but for what HHS says of the child's place. */
  until: number;
  /** Another word of HHS's on where the child is answers it; of a court's order it does not. */
  answeredByPlacement: boolean;
}

/** While HHS's care goes on it is believed (docs/domain.md §9), so what is said against it must be seen elsewhere. */
export const absentWhileInCare: DiscrepancyRule = {
  id: 'absent-while-in-care',
  owner: 'EOIR for a failure to appear, HHS for a check that did not locate the child',
  why: 'whom HHS has in its care is where HHS says, and is brought to court; an order in absentia may be rescinded where the child was in Federal custody (8 USC 1229a(b)(5)(C)(ii))',
  closedBy:
    'a higher version of either record; of a failure to appear a granted reopening; of a check one that locates the child, or the next record of where it is placed',
  find({ caseFile, facts, placements, court }) {
    const absences = absencesIn(facts, court);
    if (absences.length === 0) return none;
    const care = hhsCare(facts, placements(), birthOf(caseFile));
    return absences.flatMap(({ key, owner, detail, from, latest, until, answeredByPlacement }) => {
      const held = careThroughout(care, Math.min(from, latest), latest);
      if (held === null) return [];
      const answered = answeredByPlacement ? Math.min(until, held.next) : until;
      const records = sortedKeys(key, held.key);
      return answered > from
        ? [{ rule: 'absent-while-in-care', records, owner, detail, from, until: answered }]
        : [];
    });
  },
};

function absencesIn(facts: Facts, courtOf: () => CourtFacts): Absence[] {
  const found: Absence[] = [];
  const checks = facts['ice.location-check'];
  for (const { key, data } of checks) {
    if (data.outcome !== 'not-located') continue;
    const at = instantOf(data.checkedOn);
    const located = checks.filter((one) => one.data.outcome === 'located').map((one) => one.data.checkedOn);
    const until = Math.min(...located.map(instantOf).filter((moment) => moment > at));
    const detail = 'not located while HHS has the child in its care: say where it is, or when care ended';
    found.push({ key, owner: 'hhs', detail, from: at, latest: at, until, answeredByPlacement: true });
  }
  if (facts['eoir.decision'].length === 0) return found;
  const court = courtOf();
  for (const failure of court.dispositives) {
    if (failure.value === 'completed') continue;
    const detail =
      'failed to appear while HHS has the child in its care: reopen it, or correct either record';
    found.push({
      key: failure.key,
      owner: 'eoir',
      detail,
      ...missedHearing(court, failure),
      until: firstReopening(court, failure),
      answeredByPlacement: false,
    });
  }
  return found;
}

/** The care in which the child was at the later of two moments, and without a gap since the earlier one; null: it was not. */
function careThroughout(care: readonly HhsCare[], from: number, latest: number): HhsCare | null {
  let reached = from;
  for (const span of care) {
    if (span.at > reached || span.until <= reached) continue;
    if (span.until > latest) return span;
    reached = span.until;
  }
  return null;
}
