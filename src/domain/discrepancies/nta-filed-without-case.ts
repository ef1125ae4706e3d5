import { beginsWithNotice } from '../dimensions/court-facts.ts';
import type { CaseFile } from '../case-file.ts';
import { easternMidnight } from '../eastern.ts';
import { supersededOf, type Facts } from '../facts.ts';
import { hearingDay } from '../hearing-day.ts';
import { hearingTimes } from '../hearing-times.ts';
import { instantOf } from '../instant.ts';
import { addDays } from '../working-days.ts';
import { none, type Contradiction, type DiscrepancyRule } from './rule.ts';

const DAY = 86_400_000;

/**
 * A removal case answers, and any hearing or decision, which do not say of what case they are; not a case that begins with another document.
 * What the court had before the notice was issued is of another one.
 */
export const ntaFiledWithoutCase: DiscrepancyRule = {
  id: 'nta-filed-without-case',
  owner: 'EOIR',
  why: 'proceedings begin when a notice is filed with the court (8 CFR 1003.14(a)); OIG-24-46 found the two systems apart',
  closedBy: 'a record of the court, or the notice’s cancellation',
  find({ caseFile, facts, policy }) {
    let found: Contradiction[] | undefined;
    for (const { key, data } of facts['ice.notice-to-appear']) {
      const { issuedOn, filedOn, cancelledOn } = data;
      if (filedOn === undefined) continue;
      // Nearly all are answered long before; only the rest need their last day exactly.
      const early = easternMidnight(filedOn) + (policy.filedWithoutCaseDays - 1) * DAY;
      const answered = firstOfCourt(facts, issuedOn, caseFile, early);
      if (answered < early) continue;
      const from = easternMidnight(addDays(filedOn, policy.filedWithoutCaseDays));
      const until = Math.min(answered, cancelledOn === undefined ? Infinity : easternMidnight(cancelledOn));
      if (until <= from) continue;
      (found ??= []).push({
        rule: 'nta-filed-without-case',
        records: [key],
        owner: 'eoir',
        detail: `${policy.filedWithoutCaseDays} days after filedOn the court has no case`,
        from,
        until,
      });
    }
    return found ?? none;
  },
};

/** The first moment, from a day on, at which a record of the court's counts, or one before `early`; Infinity: never. */
function firstOfCourt(facts: Facts, since: string, caseFile: CaseFile, early: number): number {
  let first = Infinity;
  for (const { data } of facts['eoir.case']) {
    if (beginsWithNotice(data) && data.receivedOn >= since)
      first = Math.min(first, easternMidnight(data.receivedOn));
  }
  if (first < early) return first;
  for (const { data } of facts['eoir.decision']) {
    if (data.decidedOn >= since) first = Math.min(first, easternMidnight(data.decidedOn));
  }
  if (facts['eoir.hearing'].length === 0) return first;
  const superseded = supersededOf(caseFile);
  for (const { key, data } of facts['eoir.hearing']) {
    const at = instantOf(data.scheduledFor);
    if (hearingDay(data, at) < since) continue;
    const lower = superseded.get(key) ?? none;
    // Without its first version nobody knows when the hearing was first set: it may have been at once.
    if (data.version > 1 && !lower.some((one) => one.data.version === 1)) return -Infinity;
    for (const { setAt } of hearingTimes(data, lower)) first = Math.min(first, setAt);
    first = Math.min(first, at);
  }
  return first;
}
