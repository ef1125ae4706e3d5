import type { HhsWellbeingCall } from '../../contracts/records/hhs.wellbeing-call.ts';
import type { Verification } from '../../contracts/status.ts';
import type { Birth } from '../birth.ts';
import type { Facts } from '../facts.ts';
import { instantOf } from '../instant.ts';
import { lastOf, momentsOf, runsOf, sortByMoment, type Answer, type Run } from '../runs.ts';
import { firstReopening, type CourtFacts } from './court-facts.ts';
import { hhsCare } from './hhs-care.ts';
import { missedHearing } from './missed-hearing.ts';
import { reasonsForEndOfCare, type PlacementFact } from './placement.ts';

interface Moment {
  /** From then on it is known. */
  at: number;
  /** The last moment at which it can have been; mostly the same. */
  latest: number;
  key: string;
}

interface Sign extends Moment {
  /** A granted reopening on the day or later takes a failure to appear back; Infinity: nothing does. */
  curedAt: number;
}

/** docs/domain.md §9: is the latest verified contact later than the latest sign of lost contact? */
export function verificationRuns(
  facts: Facts,
  placements: readonly PlacementFact[],
  court: CourtFacts,
  birth: Birth | null,
): Array<Run<Verification>> {
  const care = hhsCare(facts, placements, birth);
  const { contacts, signs } = momentsThatCount(facts, placements, court);
  // Until then the child was there, whatever came of it.
  for (const { key, at, until, endedBy, next } of care)
    if (until > at && until < next) contacts.push({ key: endedBy ?? key, at: until, latest: until });
  const moments = momentsOf(placements, contacts, signs);
  for (const { curedAt } of signs) if (Number.isFinite(curedAt)) moments.push(curedAt);
  const careAt = lastOf(care);
  const contactsAt = latestOf(sortByMoment(contacts));
  const signsAt = latestOf(sortByMoment(signs), (sign, at) => sign.curedAt > at);
  const runs = runsOf(moments, (at) => {
    const known = careAt(at);
    return known !== undefined && at < known.until
      ? { value: 'verified', rule: 'in-care', basis: [known.key] }
      : compare(contactsAt(at), signsAt(at));
  });
  return sinceTheFirstSign(runs);
}

/** Of whom nobody knows anything, contact was not lost: unverified since ever, and from a first sign on since that. */
function sinceTheFirstSign(runs: ReadonlyArray<Run<Verification>>): Array<Run<Verification>> {
  let lostAt = -Infinity;
  return runs.map((run, index) => {
    if (run.rule !== LOST) return run;
    if (runs[index - 1]?.rule === NOTHING_KNOWN) lostAt = run.from;
    return { ...run, since: Math.max(run.since, lostAt) };
  });
}

const NOTHING_KNOWN = 'no-contact-on-record';
const LOST = 'lost-contact';

function compare(contact: Latest, sign: Latest): Answer<Verification> {
  if (contact.keys.length === 0 && sign.keys.length === 0) {
    return { value: 'unverified', rule: NOTHING_KNOWN, basis: [] };
  }
  return contact.at > sign.at
    ? { value: 'verified', rule: 'contact', basis: contact.keys }
    : { value: 'unverified', rule: LOST, basis: sign.keys };
}

/** The latest moment of some facts, with the keys of all that fall on it. */
interface Latest {
  at: number;
  keys: string[];
}

/** The latest of some facts, sorted, at moments that ascend; a fact counts until `counts` says no, and not again. */
function latestOf<T extends Moment>(
  sorted: readonly T[],
  counts: (fact: T, at: number) => boolean = always,
): (at: number) => Latest {
  const passed: T[] = [];
  let next = 0;
  return (at) => {
    while (next < sorted.length && sorted[next]!.at <= at) insertByLatest(passed, sorted[next++]!);
    while (passed.length > 0 && !counts(passed.at(-1)!, at)) passed.pop();
    const latest: Latest = { at: passed.at(-1)?.latest ?? -Infinity, keys: [] };
    for (let i = passed.length - 1; i >= 0 && passed[i]!.latest === latest.at; i -= 1)
      if (counts(passed[i]!, at) && !latest.keys.includes(passed[i]!.key)) latest.keys.push(passed[i]!.key);
    latest.keys.sort();
    return latest;
  };
}

/** Nearly always at the end: what is known from a moment on was within its day. */
function insertByLatest<T extends Moment>(passed: T[], fact: T): void {
  let index = passed.length;
  while (index > 0 && passed[index - 1]!.latest > fact.latest) index -= 1;
  passed.splice(index, 0, fact);
}

function always(): boolean {
  return true;
}

function momentsThatCount(
  facts: Facts,
  placements: readonly PlacementFact[],
  court: CourtFacts,
): { contacts: Moment[]; signs: Sign[] } {
  const contacts: Moment[] = [];
  const signs: Sign[] = [];
  const heard = (key: string, at: number) => contacts.push({ key, at, latest: at });
  const lost = (key: string, at: number, latest = at, curedAt = Infinity) =>
    signs.push({ key, at, latest, curedAt });
  let isAway = false;
  for (const { key, at, dischargeType } of placements) {
    // Who left on its own was not met by the paper that then ended its care.
    if (isAway && reasonsForEndOfCare.has(dischargeType)) continue;
    isAway = dischargeType === 'unauthorized-absence';
    (isAway ? lost : heard)(key, at);
  }
  for (const { key, at, appeared } of court.outcomes) if (appeared) heard(key, at);
  for (const found of court.dispositives)
    if (found.value !== 'completed') {
      const { from, latest } = missedHearing(court, found);
      lost(found.key, from, latest, firstReopening(court, found));
    }
  for (const { key, data } of facts['hhs.wellbeing-call']) {
    if (data.reached === 'nobody') lost(key, instantOf(data.attemptedAt));
    else if (!isOfAnAbsentChild(data)) heard(key, instantOf(data.attemptedAt));
  }
  for (const { key, data } of facts['ice.location-check']) {
    if (data.outcome === 'located') heard(key, instantOf(data.checkedOn));
    else if (data.outcome === 'not-located') lost(key, instantOf(data.checkedOn));
  }
  return { contacts, signs };
}

/** Whoever answered does not have the child, and nobody spoke with it. */
function isOfAnAbsentChild({ reached, livingWithSponsor }: HhsWellbeingCall): boolean {
  return reached === 'sponsor' && livingWithSponsor === 'no';
}
