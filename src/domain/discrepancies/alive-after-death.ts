import type { Agency } from '../../contracts/record.ts';
import { firstReopening, type CourtFacts } from '../dimensions/court-facts.ts';
import { easternDay } from '../eastern.ts';
import type { Facts } from '../facts.ts';
import { none, sortedKeys, type DiscrepancyRule } from './rule.ts';
import { sightings } from './seen.ts';

/** A record that supposes a living child, on an Eastern day. */
interface Trace {
  key: string;
  agency: Agency;
  day: string;
  at: number;
  /** From then on it supposes so no more; by default for ever. */
  until?: number;
}

/**
 * By days, since a death may be written down hours late. Decisions that end a proceeding are no trace, since a death ends it
 * too; one for failure to appear is, until the court takes it back: it says that someone alive failed to come.
 */
export const aliveAfterDeath: DiscrepancyRule = {
  id: 'alive-after-death',
  owner: 'the agency whose record is later than the death',
  why: 'nobody is met, taken in, let go or said not to have come after having died',
  closedBy: 'a higher version of either record; of a failure to appear a granted reopening too',
  find({ facts, court }) {
    const died = facts['hhs.release'].filter(({ data }) => data.dischargeType === 'died');
    if (died.length === 0) return none;
    const death = died.reduce((a, b) => (b.data.releasedAt < a.data.releasedAt ? b : a));
    const day = easternDay(Date.parse(death.data.releasedAt));
    return traces(facts, court())
      .filter(({ day: seen, at, until = Infinity }) => seen > day && until > at)
      .map((trace) => ({
        rule: 'alive-after-death',
        records: sortedKeys(trace.key, death.key),
        owner: trace.agency,
        detail: 'supposes a living child on a day after a release of type died',
        from: trace.at,
        until: trace.until ?? Infinity,
      }));
  },
};

/** Of each record the last moment that it tells of. */
function traces(facts: Facts, court: CourtFacts): Trace[] {
  const found: Trace[] = sightings(facts, court);
  const add = (key: string, agency: Agency, moment: string): void => {
    const at = Date.parse(moment);
    found.push({ key, agency, day: easternDay(at), at });
  };
  for (const { key, data } of facts['ice.custody-transfer']) add(key, 'ice', data.transferredAt);
  for (const { key, data } of facts['hhs.placement']) add(key, 'hhs', data.admittedAt);
  for (const { key, data } of facts['hhs.release'])
    if (data.dischargeType !== 'died') add(key, 'hhs', data.releasedAt);
  for (const failure of court.dispositives) {
    const { key, day, from, value } = failure;
    if (value !== 'completed')
      found.push({ key, agency: 'eoir', day, at: from, until: firstReopening(court, failure) });
  }
  return found;
}
