import {
  goesOnAt,
  type CourtFacts,
  type Dispositive,
  type PendingHearing,
} from '../dimensions/court-facts.ts';
import { saysMore } from '../dimensions/court.ts';
import { easternDay } from '../eastern.ts';
import { isOfCase } from '../hearing-types.ts';
import { none, sortedKeys, type Contradiction, type DiscrepancyRule } from './rule.ts';

/**
 * The court ended a case, and then set a hearing of it for a later day: either the record is missing by which the case goes on, or the hearing
 * was set by mistake and not taken off. One set before the end lies there and contradicts nothing; custody is heard apart from the case.
 */
export const hearingAfterEnd: DiscrepancyRule = {
  id: 'hearing-after-end',
  owner: 'EOIR',
  why: 'after its decision a judge hears a case only where it is reopened, remanded or recalendared (8 CFR 1003.23(b), 1003.1(d)(7))',
  closedBy:
    'a reopening; the case received anew; the hearing held, moved or taken off; another end of the case',
  find({ facts, court }) {
    if (facts['eoir.hearing'].length === 0) return none;
    const { dispositives, pending } = court();
    if (dispositives.length === 0 || pending.length === 0) return none;
    const apart = new Set(facts['eoir.hearing'].filter(({ data }) => !isOfCase(data)).map(({ key }) => key));
    return pending
      .filter(({ key }) => !apart.has(key))
      .flatMap((hearing) => contradictionOf(hearing, court()) ?? none);
  },
};

function contradictionOf(hearing: PendingHearing, court: CourtFacts): Contradiction | undefined {
  const setOn = easternDay(hearing.setAt);
  let ended: Dispositive | undefined;
  let until = hearing.until;
  for (const one of court.dispositives) {
    if (one.of !== hearing.of) continue;
    // It came after, and may be what came of the hearing.
    if (one.day >= setOn) until = Math.min(until, Math.max(one.from, hearing.setAt));
    else if (one.day < hearing.day && goesOnAt(court, one) > hearing.setAt)
      if (ended === undefined || saysMore(one, ended)) ended = one;
  }
  if (ended === undefined) return undefined;
  until = Math.min(until, goesOnAt(court, ended));
  if (until <= hearing.setAt) return undefined;
  return {
    rule: 'hearing-after-end',
    records: sortedKeys(hearing.key, ended.key),
    owner: 'eoir',
    detail:
      'a hearing was set after the day on which its case ended, for a later one, and no reopening is on record',
    from: hearing.setAt,
    until,
  };
}
