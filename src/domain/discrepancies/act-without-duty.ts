import type { ObligationRuleId } from '../../contracts/obligation.ts';
import type { Agency } from '../../contracts/record.ts';
import type { Discrepancy } from '../../contracts/status.ts';
import type { ActAssertion } from '../case-file.ts';
import { actsInForce } from '../obligations/acts-in-force.ts';
import { isActOn } from '../obligations/duties.ts';
import { none, sortedKeys, type Contradiction, type DiscrepancyRule } from './rule.ts';

/**
 * A duty is known by the record that starts it, so a late record, or a later version of that one, may make another duty of it, and what a
 * person said of the one that there was counts no more. Nobody but that person knows whether it is meant of the other, too.
 */
export const actWithoutDuty: DiscrepancyRule = {
  id: 'act-without-duty',
  owner: 'the owner of the duty that the act names; of one of the child’s side, the agency that acted',
  why: 'an act is on one duty (docs/domain.md §12), and this one names none that the child has',
  closedBy: 'the act taken back, or records by which the child has the duty',
  find({ caseFile, duties }) {
    if (caseFile.acts.length === 0) return none;
    const owed = duties();
    const inForce = new Set(actsInForce(caseFile));
    let found: Contradiction[] | undefined;
    for (const act of caseFile.acts) {
      const { key, data } = act;
      if (data.voided === true) continue;
      if (inForce.has(act) && owed.some((duty) => isActOn(data, duty.rule, duty))) continue;
      const what = data.act === 'waive' ? 'waiver' : 'acknowledgement';
      (found ??= []).push({
        rule: 'act-without-duty',
        records: sortedKeys(key, data.subject),
        owner: ownerOf(data),
        detail: `the ${what} ${ofDuty(data.obligation)} that the child does not have now, so it counts for nothing: say it again of the duty as it stands, if there is one, and take this one back`,
        from: Date.parse(data.occurredAt),
        until: Infinity,
      });
    }
    return found ?? none;
  },
};

/** Whether a discrepancy is about an act on this duty. */
export function isOfDuty(
  { rule, detail }: Pick<Discrepancy, 'rule' | 'detail'>,
  obligation: ObligationRuleId,
): boolean {
  return rule === actWithoutDuty.id && detail.includes(saidOfDuty(obligation));
}

/** What the detail of a discrepancy about an act on this duty has in it. */
export function saidOfDuty(obligation: ObligationRuleId): string {
  return `${ofDuty(obligation)} `;
}

function ofDuty(obligation: ObligationRuleId): string {
  return `is of a duty ${obligation}`;
}

/** Acts on duties of the child's side are EOIR's or HHS's, as their ids say. */
function ownerOf({ owner, recordId }: ActAssertion['data']): Agency {
  if (owner !== 'child') return owner;
  return recordId.startsWith('hhs:') ? 'hhs' : 'eoir';
}
