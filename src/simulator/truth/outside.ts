import { DAY, dayAt, startOfDay } from '../calendar.ts';
import type { Life } from '../life.ts';
import { inGovernmentHands } from './custody.ts';
import type { Add, Known } from './known.ts';

/** What is heard of a child outside: addresses, calls, checks of its whereabouts. */
export function addOutside(life: Life, add: Add): void {
  for (const { recordId, day, address } of life.hhsAddresses) {
    // Of the day of a release it corrects what the release said.
    const released = life.releases.map((one) => one.releasedAt).filter((moment) => dayAt(moment) === day);
    const at = Math.max(startOfDay(day), ...released);
    add('hhs.address', recordId, at, 11, (known) => (known.hhsAddress = { at, address }));
  }
  for (const { recordId, day, address } of life.courtAddresses) {
    const at = startOfDay(day);
    add('eoir.address-change', recordId, at, 10, (known) => (known.courtAddress = { at, address }));
  }
  for (const { recordId, attemptedAt, reached, livingWithSponsor } of life.calls) {
    add('hhs.wellbeing-call', recordId, attemptedAt, 20, (known) => {
      known.lastCall = { at: attemptedAt, reached: reached !== 'nobody' };
      // A sponsor that says it does not have the child has told nothing of it.
      const toldOf = reached !== 'sponsor' || livingWithSponsor !== 'no';
      if (reached === 'nobody') known.lastSign = Math.max(known.lastSign, attemptedAt);
      else if (toldOf) known.lastContact = Math.max(known.lastContact, attemptedAt);
    });
  }
  for (const { recordId, checkedOn, outcome } of life.checks) {
    add('ice.location-check', recordId, checkedOn, 21, (known) => {
      if (outcome === 'located') known.lastContact = Math.max(known.lastContact, checkedOn);
      if (outcome === 'not-located') known.lastSign = Math.max(known.lastSign, checkedOn);
    });
  }
}

export function readAddress({ placement, hhsAddress, courtAddress }: Known): string {
  if (inGovernmentHands.has(placement)) return 'in-care';
  if (hhsAddress === null && courtAddress === null) return 'blank';
  const hhs = hhsAddress?.address.kind;
  const court = courtAddress?.address.kind;
  if (hhs === 'usable' && court === 'usable') {
    return hhsAddress?.address.place === courtAddress?.address.place ? 'usable' : 'conflicting';
  }
  if (hhs === 'usable') return 'usable';
  if (hhs === undefined) return court!;
  if (court === undefined) return hhs;
  if (court === 'usable' && courtAddress!.at === hhsAddress!.at) return court;
  return courtAddress!.at > hhsAddress!.at ? court : hhs;
}

/** §8: from day 30 on a call of that day or later is wanted. */
export function readContact({ withSponsorSince, lastCall }: Known, at: number): string {
  if (withSponsorSince === null) return 'not-due';
  const days = (at - withSponsorSince) / DAY;
  const answers = days < 30 ? withSponsorSince : startOfDay(dayAt(withSponsorSince + 30 * DAY));
  if (lastCall !== null && lastCall.at >= answers) return lastCall.reached ? 'reached' : 'not-reached';
  return days < 30 ? 'not-due' : days < 37 ? 'due' : 'overdue';
}

/** Unverified, though no contact was lost: nobody ever knew anything of it. */
export const NOTHING_KNOWN = 'nothing-known';

export function readVerification({ inHhsCare, lastContact, lastSign, inCourt }: Known): string {
  if (inHhsCare) return 'verified';
  const failures = [...inCourt.values()].flatMap(({ missed }) => missed);
  const lost = Math.max(lastSign, ...failures);
  if (lastContact === lost && lost === Number.NEGATIVE_INFINITY) return NOTHING_KNOWN;
  return lastContact > lost ? 'verified' : 'unverified';
}
