import { inventAddress } from './addresses.ts';
import { dayAt, onDay, startOfDay } from './calendar.ts';
import type { Telling } from './life.ts';
import { nextCaseId } from './live-in-court.ts';

/** Share of lives in which two things fall on one moment or day and disagree, so that the rules for ties are met. */
const COINCIDENCES = 0.02;

/** Makes what already happened happen twice: the other way round, at the same moment. */
export function coincide({ life, random, until, nextId }: Telling): void {
  if (!random.chance(COINCIDENCES)) return;
  const call = life.calls.at(-1);
  if (call !== undefined && random.chance(0.5)) {
    life.calls.push({
      recordId: nextId('CALL'),
      attemptedAt: call.attemptedAt,
      reached: call.reached === 'nobody' ? 'both' : 'nobody',
    });
  }
  const moved = life.hhsAddresses.at(-1) ?? life.courtAddresses.at(-1);
  if (moved !== undefined) {
    const kind = random.pick(['usable', 'blank', 'undeliverable', 'missing-unit'] as const);
    const again = { recordId: nextId('ADR'), day: moved.day, address: inventAddress(random, kind) };
    // Of a child without an A-number the court knows nothing that would lead to the child.
    if (random.chance(0.5) || life.identity === 'never') life.hhsAddresses.push(again);
    else life.courtAddresses.push({ ...again, contactChangeCode: 'OTHER' });
  }
  const check = life.checks.at(-1);
  if (check !== undefined) {
    const outcome = check.outcome === 'located' ? 'not-located' : 'located';
    life.checks.push({ recordId: nextId('CHK'), checkedOn: check.checkedOn, method: 'records', outcome });
  }
  const hearing = life.hearings.at(-1);
  const happened = hearing?.steps.at(-1);
  if (hearing !== undefined && happened !== undefined && happened.at === happened.scheduledFor) {
    const adjournmentCode = random.pick(['11', '02', '10']);
    const step = { ...happened, state: 'held' as const, adjournmentCode };
    life.hearings.push({ ...hearing, recordId: nextId('HRG'), steps: [step] });
  }
  const decision = life.decisions.at(-1);
  if (decision !== undefined) {
    life.decisions.push({
      recordId: nextId('DEC'),
      ...(decision.caseId === undefined ? {} : { caseId: decision.caseId }),
      decided: decision.decided,
      ...random.pick([
        { decisionCode: 'T' },
        { otherCompletionCode: 'B' },
        { decisionCode: 'X', inAbsentia: 'yes' as const },
        { decisionCode: 'G', motionCode: 'O' },
      ]),
    });
  }
  const release = life.releases.at(-1);
  if (release !== undefined && random.chance(0.3)) {
    const recordId = nextId('XFER');
    const fieldOffice = 'Harlingen';
    life.transfers.push(
      random.chance(0.5)
        ? { recordId, transferredAt: release.releasedAt, direction: 'to-dhs', fieldOffice }
        : { recordId, transferredAt: release.releasedAt, direction: 'to-hhs', fieldOffice },
    );
  }
  const notice = life.notices.at(-1);
  const courtCase = life.cases.at(-1);
  if (
    notice !== undefined &&
    courtCase !== undefined &&
    random.chance(0.3) &&
    courtCase.received >= (notice.filed ?? notice.issued)
  ) {
    notice.cancelled ??= courtCase.received;
  }
  if (release !== undefined && random.chance(0.3)) {
    life.stays.push({
      recordId: nextId('PLC'),
      admittedAt: startOfDay(Math.floor(release.releasedAt / 86_400_000)),
      programCode: 'P100',
    });
  }
  // On the day of a ruling, which may be a failure to appear: before the hearing, or after it.
  if (decision !== undefined && random.chance(0.5)) {
    const attemptedAt = onDay(decision.decided, random.between(16, 36) / 2);
    life.calls.push({ recordId: nextId('CALL'), attemptedAt, reached: 'both' });
  }
  // Beside its case a review of its fear, which is no removal and says nothing of one.
  if (courtCase !== undefined && random.chance(0.6)) {
    const received = Math.max(courtCase.received, decision?.decided ?? 0) + random.between(-20, 3);
    const closings = random.chance(0.5) ? [{ on: received + random.between(0, 20), closed: true }] : [];
    const { courtCode } = courtCase;
    const review = { recordId: nextId('CASE'), caseId: nextCaseId(life), received, courtCode, closings };
    if (received + 20 < dayAt(until)) life.cases.push({ ...review, caseType: 'CFR', told: true });
  }
}
