import type { Agency } from '../../contracts/record.ts';
import { easternDay, easternMidnight } from '../eastern.ts';
import type { Facts } from '../facts.ts';
import { none, sortedKeys, type DiscrepancyRule } from './rule.ts';
import { sightings } from './seen.ts';

/** A record that supposes a living child, on an Eastern day. */
interface Trace {
  key: string;
  agency: Agency;
  day: string;
  at: number;
}

/**
 * By days, since a death may be written down hours late. Decisions that end a proceeding are no trace, since a death ends it
 * too; an order in absentia is: it says that someone alive failed to come.
 */
export const aliveAfterDeath: DiscrepancyRule = {
  id: 'alive-after-death',
  owner: 'the agency whose record is later than the death',
  why: 'nobody is met, taken in, let go or ordered removed for not coming after having died',
  closedBy: 'a higher version of either record',
  find({ facts }) {
    const died = facts['hhs.release'].filter(({ data }) => data.dischargeType === 'died');
    if (died.length === 0) return none;
    const death = died.reduce((a, b) => (b.data.releasedAt < a.data.releasedAt ? b : a));
    const day = easternDay(Date.parse(death.data.releasedAt));
    return traces(facts)
      .filter((trace) => trace.day > day)
      .map((trace) => ({
        rule: 'alive-after-death',
        records: sortedKeys(trace.key, death.key),
        owner: trace.agency,
        detail: 'supposes a living child on a day after a release of type died',
        from: trace.at,
        until: Infinity,
      }));
  },
};

/** Of each record the last moment that it tells of. */
function traces(facts: Facts): Trace[] {
  const found: Trace[] = sightings(facts);
  const add = (key: string, agency: Agency, moment: string): void => {
    const at = Date.parse(moment);
    found.push({ key, agency, day: easternDay(at), at });
  };
  for (const { key, data } of facts['ice.custody-transfer']) add(key, 'ice', data.transferredAt);
  for (const { key, data } of facts['hhs.placement']) add(key, 'hhs', data.admittedAt);
  for (const { key, data } of facts['hhs.release'])
    if (data.dischargeType !== 'died') add(key, 'hhs', data.releasedAt);
  for (const { key, data } of facts['eoir.decision']) {
    if (data.inAbsentia !== 'yes' || data.motionCode !== undefined) continue;
    found.push({ key, agency: 'eoir', day: data.decidedOn, at: easternMidnight(data.decidedOn) });
  }
  return found;
}
