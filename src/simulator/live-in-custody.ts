import { type AddressKind, inventAddress } from './addresses.ts';
import { DAY, endOfDay, HOUR, MINUTE } from './calendar.ts';
import type { DischargeType, Release, Stay, Telling } from './life.ts';
import { ADDRESSES_KNOWN, type Plan } from './plan.ts';
import type { Random } from './random.ts';
import * as shares from './shares.ts';

/** A moment to begin with; the other is told from it. */
export type Beginning = { apprehendedAt: number } | { transferredAt: number };

/** Apprehension, hand-over, care and release; some come back, once. */
export function liveInCustody(telling: Telling, begins: Beginning, again = false): void {
  const { life, random, until, plan } = telling;
  const toDetermined = random.between(60, 900) * MINUTE;
  const toTransferred = random.between(15, 75) * HOUR + random.between(0, 59) * MINUTE;
  const apprehendedAt =
    'apprehendedAt' in begins ? begins.apprehendedAt : begins.transferredAt - toTransferred - toDetermined;
  const determinedAt = apprehendedAt + toDetermined;
  const transferredAt = determinedAt + toTransferred;
  if (transferredAt > until) return;
  life.transfers.push({
    recordId: telling.nextId('XFER'),
    apprehendedAt,
    determinedAt,
    hhsNotifiedAt: determinedAt + random.between(30, 1800) * MINUTE,
    transferredAt,
    direction: 'to-hhs',
    fieldOffice: random.weighted(shares.fieldOffices),
  });
  // The facility writes the hand-over's own moment now and then.
  const admittedAt = random.chance(0.05) ? transferredAt : transferredAt + random.between(60, 900) * MINUTE;
  let inCare =
    DAY * (random.chance(0.75) ? random.between(8, 45) : random.between(46, 220)) +
    random.between(0, 1439) * MINUTE;
  const mustLeave = plan?.unusableAddress === true && !again;
  // The audit's children with such an address had left care when it was counted: 12 weeks at most.
  if (mustLeave && admittedAt + inCare > addressesKnown)
    inCare = random.between(8 * 1440, 84 * 1440) * MINUTE;
  const releasedAt = admittedAt + inCare;
  liveInPlacements(telling, admittedAt, releasedAt);
  if (releasedAt > until || (random.chance(0.004) && !mustLeave)) return;
  const release = letGo(telling, releasedAt);
  const next = afterRelease(telling, release);
  if (next !== null && !again && next + 5 * DAY < until)
    liveInCustody(telling, { apprehendedAt: next }, true);
}

const addressesKnown = endOfDay(ADDRESSES_KNOWN);

function liveInPlacements(
  { life, random, until, nextId }: Telling,
  admittedAt: number,
  releasedAt: number,
): void {
  let at = admittedAt;
  const moves = random.chance(0.16) ? 1 : 0;
  for (let i = 0; i <= moves; i++) {
    if (at > until) return;
    const end =
      i === moves ? releasedAt : admittedAt + Math.floor((releasedAt - admittedAt) / 2 / MINUTE) * MINUTE;
    const stay: Stay = {
      recordId: nextId('PLC'),
      admittedAt: at,
      programCode: `P${random.between(100, 399)}`,
    };
    if (end <= until && random.chance(0.45)) stay.endedAt = end;
    life.stays.push(stay);
    at = end + random.between(0, 8) * HOUR;
    if (at >= releasedAt) return;
  }
}

function letGo({ life, random, nextId, plan }: Telling, releasedAt: number): Release {
  const usual = random.weighted(shares.dischargeTypes);
  const dischargeType =
    plan?.unusableAddress === true && life.releases.length === 0 ? 'reunified-with-sponsor' : usual;
  const release: Release = { recordId: nextId('REL'), releasedAt, dischargeType };
  if (dischargeType === 'reunified-with-sponsor') {
    release.sponsorCategory = random.weighted(shares.sponsorCategories);
    const kind = releaseAddressKind(random, plan);
    // A blank address comes as an empty form or as none at all.
    if (kind !== 'blank' || random.chance(0.5)) release.address = inventAddress(random, kind);
  } else if (livesAtAddress.has(dischargeType) && random.chance(0.7)) {
    release.address = inventAddress(random, 'usable');
  }
  if (random.chance(0.6)) release.noticeToIceAt = releasedAt - random.between(1, 48) * HOUR;
  if (random.chance(0.5)) release.noticeToEoirAt = releasedAt + random.between(1, 96) * MINUTE;
  life.releases.push(release);
  return release;
}

const livesAtAddress: ReadonlySet<DischargeType> = new Set([
  'unaccompanied-refugee-minor-programme',
  'licensed-programme',
  'legal-status',
  'aged-out',
] as const);

function releaseAddressKind(random: Random, plan: Plan | null): AddressKind {
  if (plan?.unusableAddress === false) return 'usable';
  const at = random.share() * (plan === null ? 1 : shares.UNUSABLE_ADDRESSES);
  if (at < shares.UNUSABLE_ADDRESSES * 0.4) return 'blank';
  if (at < shares.UNUSABLE_ADDRESSES * 0.7) return 'undeliverable';
  return at < shares.UNUSABLE_ADDRESSES ? 'missing-unit' : 'usable';
}

/** What the way of leaving brings with it; the moment at which the child is met at the border or in the streets again, or null. */
function afterRelease({ life, random, until, nextId }: Telling, release: Release): number | null {
  const { releasedAt, dischargeType } = release;
  const toDhs = (at: number): void => {
    if (at > until) return;
    life.transfers.push({
      recordId: nextId('XFER'),
      transferredAt: at,
      direction: 'to-dhs',
      fieldOffice: random.weighted(shares.fieldOffices),
    });
  };
  switch (dischargeType) {
    case 'transferred-to-dhs':
      if (random.chance(0.8)) toDhs(releasedAt + (random.chance(0.5) ? 0 : random.between(1, 20) * HOUR));
      return null;
    case 'age-redetermined':
      if (random.chance(0.6)) toDhs(releasedAt + random.between(0, 30) * HOUR);
      return null;
    case 'unauthorized-absence':
      return random.chance(0.3)
        ? releasedAt + random.between(1, 200) * DAY + random.between(1, 900) * MINUTE
        : null;
    case 'reunified-with-sponsor':
      return random.chance(0.008)
        ? releasedAt + random.between(40, 700) * DAY + random.between(1, 900) * MINUTE
        : null;
    default:
      return null;
  }
}
