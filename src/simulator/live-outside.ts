import { inventAddress, rewritten } from './addresses.ts';
import { DAY, dayAt, MINUTE } from './calendar.ts';
import { Random } from './random.ts';
import type { Life, Release, Telling } from './life.ts';

/** After a release: addresses, calls, checks. */
export function liveOutside(telling: Telling): void {
  for (const release of telling.life.releases) {
    if (release.dischargeType === 'reunified-with-sponsor') {
      callHome(telling, release);
      moveHouse(telling, release);
    }
    lookFor(telling, release);
  }
  tellCourtOfAddresses(telling);
}

function callHome({ life, random, until, nextId }: Telling, { releasedAt }: Release): void {
  const turn = random.share();
  if (turn > 0.82) return;
  let at =
    releasedAt +
    (turn < 0.02 ? random.between(2, 29) : turn < 0.7 ? random.between(30, 37) : random.between(38, 75)) *
      DAY;
  at += random.between(-300, 500) * MINUTE;
  for (let tries = 0; tries < 3 && at <= until; tries++) {
    const reached = random.chance(0.75)
      ? random.pick(['child', 'sponsor', 'sponsor', 'both', 'both'] as const)
      : 'nobody';
    const call: Life['calls'][number] = { recordId: nextId('CALL'), attemptedAt: at, reached };
    if (reached !== 'nobody') call.livingWithSponsor = saidOnTheTelephone(call.recordId);
    life.calls.push(call);
    if (reached !== 'nobody' || !random.chance(0.4)) return;
    at += random.between(1, 20) * DAY + random.between(0, 300) * MINUTE;
  }
}

/** Drawn for the call alone, so that nothing else in a life hangs on it. */
function saidOnTheTelephone(recordId: string): 'yes' | 'no' | 'refused' {
  return new Random(recordId, 'living with sponsor').pick(['yes', 'yes', 'yes', 'no', 'refused'] as const);
}

function moveHouse({ life, random, until, nextId }: Telling, { releasedAt }: Release): void {
  let day = dayAt(releasedAt) + random.between(0, 400);
  for (let moves = 0; moves < 3 && random.chance(0.1) && day <= dayAt(until) - 1; moves++) {
    const kind = random.chance(0.93)
      ? 'usable'
      : random.pick(['blank', 'undeliverable', 'missing-unit'] as const);
    life.hhsAddresses.push({ recordId: nextId('HADR'), day, address: inventAddress(random, kind) });
    day += random.between(1, 500);
  }
}

function lookFor({ life, random, until, nextId }: Telling, { releasedAt, dischargeType }: Release): void {
  if (!random.chance(dischargeType === 'unauthorized-absence' ? 0.4 : 0.04)) return;
  const at = releasedAt + random.between(3, 900) * DAY + random.between(0, 900) * MINUTE;
  if (at > until) return;
  life.checks.push({
    recordId: nextId('CHK'),
    checkedOn: at,
    method: random.pick(['visit', 'call', 'records', 'other'] as const),
    outcome: random.pick([
      'located',
      'located',
      'not-located',
      'not-located',
      'refused',
      'inconclusive',
    ] as const),
  });
}

/** With a case, the court is told of an address: mostly the one HHS has, written its own way. */
function tellCourtOfAddresses({ life, random, until, nextId }: Telling): void {
  const courtCase = life.cases[0];
  if (courtCase === undefined) return;
  const known = life.releases.findLast((release) => release.address !== undefined)?.address;
  const last = dayAt(until) - 1;
  if (known !== undefined && random.chance(0.45)) {
    const day = Math.max(courtCase.received, dayAt(life.releases[0]!.releasedAt)) + random.between(0, 20);
    const address = random.chance(0.93) ? rewritten(random, known) : inventAddress(random, 'usable');
    if (day <= last)
      life.courtAddresses.push({ recordId: nextId('CADR'), day, address, contactChangeCode: 'HHS/UC' });
  }
  if (random.chance(0.15)) {
    const day = courtCase.received + random.between(20, 700);
    const kind = random.chance(0.95)
      ? 'usable'
      : random.pick(['blank', 'undeliverable', 'missing-unit'] as const);
    const moved = life.hhsAddresses.at(-1)?.address;
    const address =
      moved !== undefined && random.chance(0.4) ? rewritten(random, moved) : inventAddress(random, kind);
    const contactChangeCode = random.pick([
      '33-COURT',
      '33-COURT',
      '33-COURT (Electronic)',
      'I830',
      'OTHER',
      'TYPO',
    ] as const);
    if (day <= last) life.courtAddresses.push({ recordId: nextId('CADR'), day, address, contactChangeCode });
  }
}
