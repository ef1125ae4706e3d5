import type { InventedAddress } from '../addresses.ts';
import { DAY } from '../calendar.ts';
import type { DischargeType, Life } from '../life.ts';
import type { Add, Fact, Known } from './known.ts';

/** docs/domain.md §4, the table. */
const placementAfter: Record<DischargeType, string> = {
  'reunified-with-sponsor': 'released',
  'unaccompanied-refugee-minor-programme': 'released',
  'licensed-programme': 'released',
  'legal-status': 'released',
  'aged-out': 'aged-out',
  'age-redetermined': 'aged-out',
  'voluntary-departure': 'departed-us',
  'unauthorized-absence': 'left-care',
  'transferred-to-dhs': 'returned-to-dhs',
  'transferred-to-law-enforcement': 'law-enforcement',
  died: 'died',
};
/** §9: care can end so while the child is not there. */
const onPaper = new Set<DischargeType>(['aged-out', 'age-redetermined', 'legal-status']);
export const inGovernmentHands = new Set([
  'dhs-custody',
  'hhs-care',
  'returned-to-dhs',
  'law-enforcement',
  'died',
]);
const blankAddress: InventedAddress = { kind: 'blank', place: '', fields: {} };

/** Nothing says where it went; until then it was there. */
export function leaveCare(known: Known, at: number): void {
  if (!known.inHhsCare) return;
  known.inHhsCare = false;
  known.lastContact = Math.max(known.lastContact, at);
}

/** Where the child is, and what a release says besides: an address, and from when on calls are due. */
export function addCustody(life: Life, add: Add, ofAgeAt: number): void {
  const stands = (placement: string, at: number) => (known: Known) => {
    known.placement = placement;
    known.inHhsCare = placement === 'hhs-care' && at < ofAgeAt;
    if (placement !== 'hhs-care') known.admission = null;
    known.hhsAddress = null;
    known.ranAway = false;
    known.withSponsorSince = null;
  };
  const met = (at: number, learn: Fact['learn']) => (known: Known) => {
    learn(known);
    known.lastContact = Math.max(known.lastContact, at);
  };
  for (const { recordId, apprehendedAt, transferredAt, direction } of life.transfers) {
    const type = 'ice.custody-transfer';
    if (apprehendedAt !== undefined)
      add(type, recordId, apprehendedAt, 0, met(apprehendedAt, stands('dhs-custody', apprehendedAt)));
    if (direction === 'to-hhs')
      add(type, recordId, transferredAt, 1, met(transferredAt, stands('hhs-care', transferredAt)));
    else add(type, recordId, transferredAt, 4, met(transferredAt, stands('returned-to-dhs', transferredAt)));
  }
  for (const { recordId, admittedAt, endedAt } of life.stays) {
    const admitted = met(admittedAt, stands('hhs-care', admittedAt));
    add('hhs.placement', recordId, admittedAt, 2, (known) => {
      admitted(known);
      known.admission = recordId;
    });
    if (endedAt !== undefined)
      add('hhs.placement', recordId, endedAt, 5, (known) => {
        if (known.admission === recordId) leaveCare(known, endedAt);
      });
  }
  for (const { recordId, releasedAt, dischargeType, address } of life.releases) {
    add('hhs.release', recordId, releasedAt, 3, (known) => {
      known.placement = placementAfter[dischargeType];
      known.inHhsCare = false;
      known.admission = null;
      if (inGovernmentHands.has(known.placement)) known.hhsAddress = null;
      known.withSponsorSince = dischargeType === 'reunified-with-sponsor' ? releasedAt : null;
      known.lastCall = null;
      if (dischargeType === 'unauthorized-absence') {
        known.ranAway = true;
        known.lastSign = Math.max(known.lastSign, releasedAt);
      } else if (!known.ranAway || !onPaper.has(dischargeType)) {
        known.ranAway = false;
        known.lastContact = Math.max(known.lastContact, releasedAt);
      }
    });
    // Who is let go to a sponsor goes to an address; of others a paper without one says nothing.
    const named = address ?? (dischargeType === 'reunified-with-sponsor' ? blankAddress : null);
    if (named !== null)
      add('hhs.release', recordId, releasedAt, 10, (known) => {
        known.hhsAddress = { at: releasedAt, address: named };
      });
    // Nothing happens on these days but that a call is due, then overdue.
    if (dischargeType === 'reunified-with-sponsor') {
      for (const days of [30, 37]) add('hhs.release', recordId, releasedAt + days * DAY, 99, () => undefined);
    }
  }
}
