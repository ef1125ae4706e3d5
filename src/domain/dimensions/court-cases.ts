import { easternDay } from '../eastern.ts';
import type { Facts } from '../facts.ts';

/** The court cases of one child, and which of them a record is of (docs/domain.md §6). */
export interface CourtCases {
  /** Of a record that names this case, or none, and tells of a day. */
  caseOn(caseId: string | undefined, day: string): string;
  /** Of a hearing for a day, first set at a moment; `hadEnded` says of a case whether it had, on a day before the given one. */
  caseOfHearing(
    caseId: string | undefined,
    hearing: { setAt: number; day: string },
    hadEnded: (of: string, day: string) => boolean,
  ): string;
  /** Of a case's own record. */
  caseOfRecord(key: string, caseId: string | undefined): string;
}

/** Nearly every child has one case at most, and then there is nothing to tell apart. */
const one: CourtCases = { caseOn: () => '', caseOfHearing: () => '', caseOfRecord: () => '' };

/**
 * A case is known by its `eoirCaseId`; a case's record that names none is a case of its own. What else names none is of the case received
 * last by its day, for lack of anything better; a hearing rather of one that had not ended when it was set, and that the court had by then.
 */
export function courtCasesOf(facts: Facts): CourtCases {
  /** When the court received each case, first; '' where no record of the case itself says. */
  const received = new Map<string, string>();
  const nameless: Array<{ key: string; day: string }> = [];
  for (const { key, data } of facts['eoir.case']) {
    const caseId = data.person.identifiers?.eoirCaseId;
    if (caseId === undefined) nameless.push({ key, day: data.receivedOn });
    else received.set(nameOf(caseId), earlier(received.get(nameOf(caseId)), data.receivedOn));
  }
  const unreceived = new Set<string>();
  for (const type of ['eoir.hearing', 'eoir.decision'] as const) {
    for (const { data } of facts[type]) {
      const caseId = data.person.identifiers?.eoirCaseId;
      if (caseId !== undefined && !received.has(nameOf(caseId))) unreceived.add(nameOf(caseId));
    }
  }
  // One record of a case without its id, one id without its case's record: they are of each other.
  const [only] = unreceived;
  const adopted = nameless.length === 1 && unreceived.size === 1 ? only : undefined;
  if (adopted !== undefined) received.set(adopted, nameless[0]!.day);
  else for (const { key, day } of nameless) received.set(key, day);
  for (const name of unreceived) if (!received.has(name)) received.set(name, '');
  if (received.size <= 1) return one;

  const inOrder = [...received].sort(([a, dayA], [b, dayB]) =>
    dayA === dayB ? (a < b ? -1 : 1) : dayA < dayB ? -1 : 1,
  );
  const latestFirst = inOrder.toReversed();
  const lastBy = (day: string): string => (inOrder.findLast(([, since]) => since <= day) ?? inOrder[0]!)[0];
  return {
    caseOn: (caseId, day) => (caseId === undefined ? lastBy(day) : nameOf(caseId)),
    caseOfHearing(caseId, { setAt, day }, hadEnded) {
      if (caseId !== undefined) return nameOf(caseId);
      const set = easternDay(setAt);
      let laterReceived: string | undefined;
      for (const [name, since] of latestFirst) {
        if (since > day || hadEnded(name, set)) continue;
        if (since <= set) return name;
        laterReceived ??= name;
      }
      return laterReceived ?? lastBy(day);
    },
    caseOfRecord: (key, caseId) => (caseId === undefined ? (adopted ?? key) : nameOf(caseId)),
  };
}

/** Never that of a record's key. */
function nameOf(caseId: string): string {
  return `eoirCaseId ${caseId}`;
}

function earlier(a: string | undefined, b: string): string {
  return a === undefined || b < a ? b : a;
}
