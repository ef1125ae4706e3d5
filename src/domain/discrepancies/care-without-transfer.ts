import type { DischargeType } from '../../contracts/records/hhs.release.ts';
import { easternDay, easternMidnight } from '../eastern.ts';
import type { Facts } from '../facts.ts';
import { instantOf } from '../instant.ts';
import type { Moment } from '../obligations/rule.ts';
import { sortByMoment } from '../runs.ts';
import { addDays } from '../working-days.ts';
import { none, sortedKeys, type DiscrepancyRule } from './rule.ts';

/**
 * A child of whom ICE has said nothing: no duty of ICE's begins, and the auditors' table, which counts hand-overs, does not have it. Nor is any
 * duty of ICE's owed to a child that had left the country, before it is handed over again.
 */
export const careWithoutTransfer: DiscrepancyRule = {
  id: 'care-without-transfer',
  owner: 'ICE',
  why: 'a child comes into HHS’s care by transfer from another department (8 USC 1232(b)(3))',
  closedBy: 'ICE’s record of a transfer to HHS',
  find({ facts, policy }) {
    const days = policy.careWithoutTransferDays;
    const from = (at: number): number => easternMidnight(addDays(easternDay(at), days));
    const handedOver = facts['ice.custody-transfer']
      .filter(({ data }) => data.direction === 'to-hhs')
      .map(({ data }) => instantOf(data.transferredAt));
    if (handedOver.length > 0)
      return returnsWithout(facts, handedOver).map(({ departure, admission }) => ({
        rule: 'care-without-transfer',
        records: sortedKeys(departure.key, admission.key),
        owner: 'ice',
        detail: `${days} days after HHS had the child again that had left the country ICE has no other transfer to HHS`,
        from: from(admission.at),
        until: Infinity,
      }));
    const [first] = sortByMoment([...admissionsIn(facts), ...releasesIn(facts)]);
    if (first === undefined) return none;
    return [
      {
        rule: 'care-without-transfer',
        records: [first.key],
        owner: 'ice',
        detail: `${days} days after the first that HHS says of it ICE has no transfer to HHS`,
        from: from(first.at),
        until: Infinity,
      },
    ];
  },
};

function admissionsIn(facts: Facts): Moment[] {
  return facts['hhs.placement'].map(({ key, data }) => ({ key, at: instantOf(data.admittedAt) }));
}

function releasesIn(facts: Facts, type?: DischargeType): Moment[] {
  return facts['hhs.release']
    .filter(({ data }) => type === undefined || data.dischargeType === type)
    .map(({ key, data }) => ({ key, at: instantOf(data.releasedAt) }));
}

/** Departures after which HHS had the child again, though nobody handed it over until the next one. */
function returnsWithout(
  facts: Facts,
  handedOver: readonly number[],
): Array<{ departure: Moment; admission: Moment }> {
  const departures = sortByMoment(releasesIn(facts, 'voluntary-departure'));
  if (departures.length === 0) return [];
  const admissions = sortByMoment(admissionsIn(facts));
  return departures.flatMap((departure, index) => {
    const isThen = (at: number): boolean =>
      at > departure.at && at <= (departures[index + 1]?.at ?? Infinity);
    const admission = admissions.find(({ at }) => isThen(at));
    return admission === undefined || handedOver.some(isThen) ? [] : [{ departure, admission }];
  });
}
