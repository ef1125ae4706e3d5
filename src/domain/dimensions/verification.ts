import type { Verification } from '../../contracts/status.ts';
import type { Facts } from '../facts.ts';
import { runsOf, type Answer, type Run } from '../runs.ts';
import type { CourtFacts } from './court-facts.ts';
import { placementFactAt, type PlacementFact } from './placement.ts';

interface Moment {
  at: number;
  key: string;
}

interface Sign extends Moment {
  /** A granted reopening on the day or later takes a failure to appear back. */
  curedAt: number;
}

const inCustodyOrCare = new Set(['dhs-custody', 'hhs-care', 'returned-to-dhs']);

/** docs/domain.md §9: is the latest verified contact later than the latest sign of lost contact? */
export function verificationRuns(
  facts: Facts,
  placements: readonly PlacementFact[],
  court: CourtFacts,
): Array<Run<Verification>> {
  const contacts = contactsOf(facts, placements, court);
  const signs = signsOf(facts, placements, court);
  const cures = signs.map((sign) => sign.curedAt).filter(Number.isFinite);
  const moments = [...[...placements, ...contacts, ...signs].map((found) => found.at), ...cures];
  return runsOf(moments, (at) => {
    const placement = placementFactAt(placements, at);
    if (placement !== undefined && inCustodyOrCare.has(placement.value)) {
      return { value: 'verified', rule: 'in-custody-or-care', basis: [placement.key] };
    }
    return compare(
      latest(contacts.filter((contact) => contact.at <= at)),
      latest(signs.filter((sign) => sign.at <= at && sign.curedAt > at)),
    );
  });
}

function compare(
  contact: { at: number; keys: string[] },
  sign: { at: number; keys: string[] },
): Answer<Verification> {
  if (contact.keys.length === 0 && sign.keys.length === 0) {
    return { value: 'unverified', rule: 'no-contact-on-record', basis: [] };
  }
  return contact.at > sign.at
    ? { value: 'verified', rule: 'contact', basis: contact.keys }
    : { value: 'unverified', rule: 'lost-contact', basis: sign.keys };
}

function latest(moments: readonly Moment[]): { at: number; keys: string[] } {
  const at = moments.reduce((max, moment) => Math.max(max, moment.at), -Infinity);
  const keys = new Set(moments.filter((moment) => moment.at === at).map((moment) => moment.key));
  return { at, keys: [...keys].sort() };
}

function contactsOf(facts: Facts, placements: readonly PlacementFact[], court: CourtFacts): Moment[] {
  return [
    ...placements.filter((fact) => fact.dischargeType !== 'unauthorized-absence'),
    ...court.outcomes.filter((outcome) => outcome.appeared),
    ...facts['hhs.wellbeing-call']
      .filter(({ data }) => data.reached !== 'nobody')
      .map(({ key, data }) => ({ key, at: Date.parse(data.attemptedAt) })),
    ...facts['ice.location-check']
      .filter(({ data }) => data.outcome === 'located')
      .map(({ key, data }) => ({ key, at: Date.parse(data.checkedOn) })),
  ];
}

function signsOf(facts: Facts, placements: readonly PlacementFact[], court: CourtFacts): Sign[] {
  const never = Infinity;
  return [
    ...court.dispositives
      .filter((found) => found.value !== 'completed')
      .map(({ key, day, from }) => ({ key, at: from, curedAt: firstReopening(court, day) })),
    ...placements
      .filter((fact) => fact.dischargeType === 'unauthorized-absence')
      .map(({ key, at }) => ({ key, at, curedAt: never })),
    ...facts['hhs.wellbeing-call']
      .filter(({ data }) => data.reached === 'nobody')
      .map(({ key, data }) => ({ key, at: Date.parse(data.attemptedAt), curedAt: never })),
    ...facts['ice.location-check']
      .filter(({ data }) => data.outcome === 'not-located')
      .map(({ key, data }) => ({ key, at: Date.parse(data.checkedOn), curedAt: never })),
  ];
}

function firstReopening(court: CourtFacts, day: string): number {
  return Math.min(Infinity, ...court.reopenings.filter((one) => one.day >= day).map((one) => one.from));
}
