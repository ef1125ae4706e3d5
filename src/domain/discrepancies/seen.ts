import type { Agency } from '../../contracts/record.ts';
import type { CourtFacts } from '../dimensions/court-facts.ts';
import { easternDay, easternMidnight } from '../eastern.ts';
import type { Facts } from '../facts.ts';

/** A record that says that the child itself was somewhere. */
export interface Sighting {
  key: string;
  agency: Agency;
  /** Eastern calendar day. */
  day: string;
  at: number;
  /** Face to face, so that nobody abroad could be meant. */
  inPerson: boolean;
}

/** Every record by which someone met, heard or saw the child, custody and care aside; in no order. */
export function sightings(facts: Facts, court: CourtFacts): Sighting[] {
  const found: Sighting[] = [];
  const mediums = new Map(facts['eoir.hearing'].map(({ key, data }) => [key, data.medium]));
  const { outcomes, heldAfterDeath } = court;
  for (const { key, at } of [...outcomes.filter(({ appeared }) => appeared), ...heldAfterDeath])
    found.push({ key, agency: 'eoir', day: easternDay(at), at, inPerson: mediums.get(key) === 'P' });
  for (const { key, data } of facts['hhs.wellbeing-call']) {
    if (data.reached !== 'child' && data.reached !== 'both') continue;
    const at = Date.parse(data.attemptedAt);
    found.push({ key, agency: 'hhs', day: easternDay(at), at, inPerson: data.livingWithSponsor === 'yes' });
  }
  for (const { key, data } of facts['ice.location-check']) {
    // What other records or hearsay say is nobody's own sight of the child.
    if (data.outcome !== 'located' || (data.method !== 'visit' && data.method !== 'call')) continue;
    const at = Date.parse(data.checkedOn);
    found.push({ key, agency: 'ice', day: easternDay(at), at, inPerson: data.method === 'visit' });
  }
  for (const { key, data } of facts['ice.notice-to-appear']) {
    if (data.servedOn === undefined || data.servedOnRole !== 'child' || data.serviceMethod !== 'P') continue;
    found.push({
      key,
      agency: 'ice',
      day: data.servedOn,
      at: easternMidnight(data.servedOn),
      inPerson: true,
    });
  }
  return found;
}
