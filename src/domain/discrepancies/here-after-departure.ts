import { easternDay, easternMidnight } from '../eastern.ts';
import { addDays } from '../working-days.ts';
import { careMoments } from './custody.ts';
import { none, sortedKeys, type Contradiction, type DiscrepancyRule } from './rule.ts';
import { sightings } from './seen.ts';

/** The longest that one may stay after voluntary departure was allowed (8 USC 1229c(a)(2)(A)). */
const DAYS_TO_DEPART = 120;

export const hereAfterDeparture: DiscrepancyRule = {
  id: 'here-after-departure',
  owner: 'the agency that met the child',
  why: 'who left by voluntary departure is gone after 120 days (8 USC 1229c(a)(2)(A)), and comes back only by another apprehension',
  closedBy: 'a higher version of either record, or the record of the new apprehension',
  find({ facts, court }) {
    const departures = facts['hhs.release'].filter(
      ({ data }) => data.dischargeType === 'voluntary-departure',
    );
    if (departures.length === 0) return none;
    const met = sightings(facts, court()).filter((sighting) => sighting.inPerson);
    if (met.length === 0) return none;
    const returns = careMoments(facts).map(({ at }) => Date.parse(at));
    const found: Contradiction[] = [];
    for (const { key, data } of departures) {
      const left = Date.parse(data.releasedAt);
      const gone = easternMidnight(addDays(easternDay(left), DAYS_TO_DEPART + 1));
      for (const sighting of met) {
        if (sighting.at < gone || returns.some((at) => at > left && at <= sighting.at)) continue;
        found.push({
          rule: 'here-after-departure',
          records: sortedKeys(sighting.key, key),
          owner: sighting.agency,
          detail: `met the child in person more than ${DAYS_TO_DEPART} days after a release of type voluntary-departure`,
          from: sighting.at,
          until: Infinity,
        });
      }
    }
    return found;
  },
};
