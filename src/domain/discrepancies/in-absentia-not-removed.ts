import { easternMidnight } from '../eastern.ts';
import { none, type Contradiction, type DiscrepancyRule } from './rule.ts';

/**
 * Decisions by which nobody is ordered removed, by all that EOIR's tables say of them (tblLookupCourtDecision, tblDecCode): granted, for
 * good (Q) or on condition (C), relief (R), terminated (T, I), dismissed (U), voluntary departure or a decision vacated (V).
 */
const withoutRemoval: ReadonlySet<string> = new Set(['C', 'G', 'I', 'Q', 'R', 'T', 'U', 'V']);

/** The failure to appear is shown all the same (docs/domain.md §6): a wrong code must not hide it. */
export const inAbsentiaNotRemoved: DiscrepancyRule = {
  id: 'in-absentia-not-removed',
  owner: 'EOIR',
  why: 'who does not come is ordered removed in absentia, and nothing else is (INA 240(b)(5)(A), 8 USC 1229a(b)(5)(A))',
  closedBy: 'a higher version',
  find({ facts }) {
    let found: Contradiction[] | undefined;
    for (const { key, data } of facts['eoir.decision']) {
      const { decidedOn, decisionCode, inAbsentia, motionCode } = data;
      if (inAbsentia !== 'yes' || motionCode !== undefined || !withoutRemoval.has(decisionCode ?? ''))
        continue;
      (found ??= []).push({
        rule: 'in-absentia-not-removed',
        records: [key],
        owner: 'eoir',
        detail: 'inAbsentia is yes, and by its decisionCode nobody was ordered removed',
        from: easternMidnight(decidedOn),
        until: Infinity,
      });
    }
    return found ?? none;
  },
};
