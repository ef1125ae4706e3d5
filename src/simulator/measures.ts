import { fiscalYearAt, startOfDay } from './calendar.ts';
import type { Life, Release, Transfer } from './life.ts';
import { keyOf } from './sources.ts';

/**
 * The accountability table's counts (docs/domain.md, docs/audit.md), each told of one life at a moment, straight from what happened. `unheard`: keys of
 * records that no child has.
 */

type Unheard = ReadonlySet<string>;

/** The earliest hand-over to HHS in the fiscal years, of those at or before the moment; of two at one moment the smaller record key's. */
export function handOver(
  life: Life,
  unheard: Unheard,
  at: number,
  years: readonly [first: number, last: number],
): { fiscalYear: number; fieldOffice: string } | null {
  let earliest: Transfer | null = null;
  for (const transfer of life.transfers) {
    const { direction, transferredAt, recordId } = transfer;
    if (direction !== 'to-hhs' || transferredAt > at) continue;
    if (unheard.has(keyOf('ice.custody-transfer', recordId))) continue;
    const fiscalYear = fiscalYearAt(transferredAt);
    if (fiscalYear < years[0] || fiscalYear > years[1]) continue;
    if (
      earliest === null ||
      transferredAt < earliest.transferredAt ||
      (transferredAt === earliest.transferredAt && recordId < earliest.recordId)
    )
      earliest = transfer;
  }
  return earliest === null
    ? null
    : { fiscalYear: fiscalYearAt(earliest.transferredAt), fieldOffice: earliest.fieldOffice };
}

/**
 * No Notice to Appear was served, as far as a document that stands says (docs/domain.md §5); where all are cancelled, none of them
 * had been served or filed before.
 */
export function hasNoNotice(life: Life, unheard: Unheard, at: number): boolean {
  const reached = (day: number | undefined): boolean => day !== undefined && startOfDay(day) <= at;
  const notices = life.notices.filter(
    ({ recordId }) => !unheard.has(keyOf('ice.notice-to-appear', recordId)),
  );
  const cases = life.cases.filter(
    ({ recordId, told, caseType }) =>
      told && caseType === 'RMV' && !unheard.has(keyOf('eoir.case', recordId)),
  );
  const cancellations = notices.flatMap(({ cancelled }) => (reached(cancelled) ? [cancelled!] : []));
  let standing = 0;
  let hadArrived = false;
  for (const { issued, served, filed, cancelled } of notices) {
    if (reached(cancelled)) {
      const byThen = (day: number | undefined): boolean => day !== undefined && day <= cancelled!;
      hadArrived ||= byThen(served) || byThen(filed);
      continue;
    }
    if (reached(served) || reached(filed)) return false;
    if (reached(issued)) standing += 1;
  }
  for (const { ntaIssued, received } of cases) {
    if (reached(received)) {
      if (!cancellations.some((day) => day >= received)) return false;
      hadArrived = true;
    } else if (reached(ntaIssued)) standing += 1;
  }
  return standing > 0 || !hadArrived;
}

/** Granted, they take a failure to appear back (docs/domain.md §6). */
export const reopeningMotions: ReadonlySet<string> = new Set(['MA', 'MC', 'O', 'RD', 'SA', 'VO']);

/** A failure to appear that no reopening of its case, of that day or a later one, has taken back (docs/domain.md §6, §9). */
export function failedToAppear(life: Life, unheard: Unheard, at: number): boolean {
  const failed = new Map<string | undefined, number>();
  const reopened = new Map<string | undefined, number>();
  for (const decision of life.decisions) {
    const { recordId, caseId, decided, motionCode, decisionCode, inAbsentia, otherCompletionCode } = decision;
    if (startOfDay(decided) > at || unheard.has(keyOf('eoir.decision', recordId))) continue;
    if (motionCode === undefined) {
      if (inAbsentia === 'yes' || otherCompletionCode === 'B') keepLatest(failed, caseId, decided);
    } else if (reopeningMotions.has(motionCode) && decisionCode === 'G')
      keepLatest(reopened, caseId, decided);
  }
  return [...failed].some(([caseId, day]) => day > (reopened.get(caseId) ?? Number.NEGATIVE_INFINITY));
}

function keepLatest(days: Map<string | undefined, number>, caseId: string | undefined, day: number): void {
  days.set(caseId, Math.max(day, days.get(caseId) ?? day));
}

export function sponsorReleases(life: Life, unheard: Unheard): Release[] {
  return life.releases.filter(
    ({ dischargeType, recordId }) =>
      dischargeType === 'reunified-with-sponsor' && !unheard.has(keyOf('hhs.release', recordId)),
  );
}

/** The latest release to a sponsor named an address that is blank, undeliverable or without its unit (docs/domain.md §7). */
export function hasUnusableAddress(life: Life, unheard: Unheard, at: number): boolean {
  let latest: Release | null = null;
  for (const release of sponsorReleases(life, unheard)) {
    if (release.releasedAt > at) continue;
    if (
      latest === null ||
      release.releasedAt > latest.releasedAt ||
      (release.releasedAt === latest.releasedAt && release.recordId > latest.recordId)
    )
      latest = release;
  }
  return latest !== null && latest.address?.kind !== 'usable';
}
