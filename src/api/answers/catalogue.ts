import type { Policy } from '../../domain/policy.ts';

/** The rules of a policy as data, in the order in which a child's life meets them. */
export function catalogueOf({ rules }: Policy) {
  return rules.map((rule) => ({
    id: rule.id,
    title: rule.title,
    owners: [...rule.owners],
    authority: rule.authority,
    severity: rule.severity,
    starts: rule.starts,
    due: rule.due,
    metBy: rule.metBy,
    metByAcknowledgement: rule.metByAcknowledgement ?? false,
    expects: [...rule.expects],
    inForce: rule.inForce,
    worklist: `/v1/worklists/${rule.id}`,
  }));
}
