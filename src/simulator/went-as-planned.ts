import { endOfDay } from './calendar.ts';
import type { Life } from './life.ts';
import { failedToAppear, hasNoNotice, sponsorReleases } from './measures.ts';
import { ADDRESSES_KNOWN, auditDays, type Plan } from './plan.ts';

const [firstNotices, lastNotices] = [endOfDay(auditDays.firstNotices), endOfDay(auditDays.lastNotices)];
const [firstFailures, lastFailures] = [endOfDay(auditDays.firstFailures), endOfDay(auditDays.lastFailures)];
const addressesKnown = endOfDay(ADDRESSES_KNOWN);

/** Whether a life, as far as its records are heard, came out as planned. `unheard`: keys of records that no child has. */
export function wentAsPlanned(life: Life, unheard: ReadonlySet<string>, plan: Plan): boolean {
  const { notice, failure, unusableAddress } = plan;
  if (hasNoNotice(life, unheard, firstNotices) !== (notice !== 'early')) return false;
  if (hasNoNotice(life, unheard, lastNotices) !== (notice === 'never')) return false;
  if (failedToAppear(life, unheard, firstFailures) !== (failure === 'lasting' || failure === 'cured'))
    return false;
  if (failedToAppear(life, unheard, lastFailures) !== (failure === 'lasting' || failure === 'new'))
    return false;
  const releases = sponsorReleases(life, unheard);
  if (unusableAddress && !releases.some(({ releasedAt }) => releasedAt <= addressesKnown)) return false;
  return releases.every(({ address }) => (address?.kind !== 'usable') === unusableAddress);
}
