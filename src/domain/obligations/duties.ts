import type { Obligation, Silence } from '../../contracts/status.ts';
import type { ObligationState } from '../../contracts/obligation.ts';
import { agencyOfType } from '../../contracts/envelope.ts';
import type { Birth } from '../birth.ts';
import type { ActAssertion, CaseFile } from '../case-file.ts';
import type { CourtFacts } from '../dimensions/court-facts.ts';
import { noticesServed } from '../dimensions/notice-to-appear.ts';
import type { PlacementFact } from '../dimensions/placement.ts';
import { easternMidnight } from '../eastern.ts';
import type { Facts, Superseded } from '../facts.ts';
import { momentText } from '../instant.ts';
import { endOfDay } from '../working-days.ts';
import { actsInForce } from './acts-in-force.ts';
import { isEndOfDay, isGone, momentOf, type Duty, type DutyFacts, type ObligationRule } from './rule.ts';

/** One duty owed to a child, with what people did about it. */
export interface OwedDuty extends Duty {
  rule: ObligationRule;
  acknowledgedAt: number;
  acknowledgedBy: readonly string[];
  waivedAt: number;
  waivedBy: readonly string[];
  /** When the waiver was written down; deadlines that had passed by then stay missed, whatever day it gives itself. */
  waiverSaidAt: number;
}

/** All that is, was or will be owed to one child, by what is known; in the order of the rules, then by owner and subject. */
export function dutiesOf(
  caseFile: CaseFile,
  known: {
    facts: Facts;
    placements: readonly PlacementFact[];
    court: CourtFacts;
    birth: Birth | null;
    superseded: Superseded;
  },
  rules: readonly ObligationRule[],
): OwedDuty[] {
  const placements = withoutMomentaryAbsences(known.placements);
  const facts: DutyFacts = { ...known, placements, noticesServed: noticesServed(known.facts) };
  const owed: OwedDuty[] = [];
  const acts = actsInForce(caseFile);
  const absences = absencesOf(placements);
  for (const rule of rules) {
    const duties = rule.duties(facts, rule.due);
    if (duties.length === 0) continue;
    if (duties.length > 1) duties.sort(byOwnerAndSubject);
    const from = easternMidnight(rule.inForce.from);
    const to = rule.inForce.to === null ? Infinity : endOfDay(rule.inForce.to);
    if (absences.length > 0) for (const duty of duties) lapseWith(absences, duty);
    for (const duty of duties) {
      // What no longer applied before it started was never owed.
      if (duty.opensAt < from || duty.opensAt >= to || duty.lapsesAt <= duty.opensAt) continue;
      owed.push(withActs(rule, duty, acts));
    }
  }
  return owed;
}

/** Who at the moment of leaving was somewhere else, as placement has it, was not gone at any time. */
function withoutMomentaryAbsences(placements: readonly PlacementFact[]): readonly PlacementFact[] {
  if (!placements.some(isGone)) return placements;
  return placements.filter((fact, index) => !isGone(fact) || placements[index + 1]?.at !== fact.at);
}

interface Absence {
  key: string;
  from: number;
  to: number;
}

const noAbsences: readonly Absence[] = [];

/** When the child was dead or out of the country: nothing is owed to it then, and what was owed no longer applies. */
function absencesOf(placements: readonly PlacementFact[]): readonly Absence[] {
  if (!placements.some(isGone)) return noAbsences;
  return placements.flatMap((fact, index) =>
    isGone(fact) ? [{ key: fact.key, from: fact.at, to: placements[index + 1]?.at ?? Infinity }] : [],
  );
}

function lapseWith(absences: readonly Absence[], duty: Duty): void {
  for (const { key, from, to } of absences) {
    if (to <= duty.opensAt || from >= duty.lapsesAt) continue;
    duty.lapsesAt = from;
    duty.lapsedBy = [key];
  }
}

function byOwnerAndSubject(a: Duty, b: Duty): number {
  if (a.owner !== b.owner) return a.owner < b.owner ? -1 : 1;
  return a.subject < b.subject ? -1 : 1;
}

function withActs(rule: ObligationRule, duty: Duty, acts: readonly ActAssertion[]): OwedDuty {
  const acknowledged = acts.length === 0 ? never : earliestAct(rule, duty, acts, 'acknowledge');
  const waived = acts.length === 0 ? never : earliestAct(rule, duty, acts, 'waive');
  // Field by field, not by spreading: one shape for all, and this is on the way of every status.
  const owed: OwedDuty = {
    owner: duty.owner,
    subject: duty.subject,
    opensAt: duty.opensAt,
    dueAt: duty.dueAt,
    overdueAt: duty.overdueAt,
    escalatesAt: duty.escalatesAt,
    metAt: duty.metAt,
    metBy: duty.metBy,
    lapsesAt: duty.lapsesAt,
    lapsedBy: duty.lapsedBy,
    rule,
    acknowledgedAt: Math.max(duty.opensAt, acknowledged.at),
    acknowledgedBy: acknowledged.by,
    waivedAt: waived.at,
    waivedBy: waived.by,
    waiverSaidAt: waived.saidAt,
  };
  // A day before it was written down makes nothing of it in time.
  if (rule.metByAcknowledgement === true && acknowledged.saidAt < owed.metAt) {
    owed.metAt = acknowledged.saidAt;
    owed.metBy = acknowledged.saidBy;
  }
  return owed;
}

interface Acted {
  at: number;
  by: readonly string[];
  /** When it was first written down, and of a day to come not before that day. */
  saidAt: number;
  saidBy: readonly string[];
}

const never: Acted = { at: Infinity, by: [], saidAt: Infinity, saidBy: [] };

function earliestAct(
  rule: ObligationRule,
  duty: Duty,
  acts: readonly ActAssertion[],
  kind: ActAssertion['data']['act'],
): Acted {
  let { at, by, saidAt, saidBy } = never;
  for (const { key, data } of acts) {
    if (data.act !== kind || !isActOn(data, rule, duty)) continue;
    const occurred = momentOf(data.occurredAt);
    if (occurred < at) [at, by] = [occurred, [key]];
    const said = Math.max(occurred, momentOf(data.recordedAt));
    if (said < saidAt) [saidAt, saidBy] = [said, [key]];
  }
  return { at, by, saidAt, saidBy };
}

/** Whether a duty is the one that an act names. */
export function isActOn(act: ActAssertion['data'], rule: ObligationRule, duty: Duty): boolean {
  return act.obligation === rule.id && act.owner === duty.owner && act.subject === duty.subject;
}

/** When a duty ended, and how. Met at the moment of lapsing is met; whoever does early what is asked has met it when it starts. */
export function closingOf(duty: Duty): { at: number; as: 'met' | 'lapsed' | null } {
  const met = Math.max(duty.opensAt, duty.metAt);
  if (met <= duty.lapsesAt) return { at: met, as: met === Infinity ? null : 'met' };
  return { at: duty.lapsesAt, as: 'lapsed' };
}

/** The moments at which a duty's state, level or acknowledgement changes, as far as is known. */
export function changesOf(duty: OwedDuty): number[] {
  const { opensAt, overdueAt, waivedAt, acknowledgedAt } = duty;
  const closed = closingOf(duty).at;
  const end = clockStopsAt(duty, closed);
  const changes = [opensAt];
  for (const at of [overdueAt, ...duty.escalatesAt])
    if (at > opensAt && at < end && at >= overdueAt) changes.push(at);
  if (waivedAt > opensAt && waivedAt < closed) changes.push(waivedAt);
  if (acknowledgedAt !== Infinity) changes.push(acknowledgedAt);
  if (closed !== Infinity) changes.push(closed);
  return changes;
}

export interface DutyState {
  state: ObligationState;
  since: number;
  level: number;
}

/** What a duty is at a moment. */
export function dutyStateAt(duty: OwedDuty, at: number): DutyState {
  const { opensAt, overdueAt, waivedAt } = duty;
  if (at < opensAt) return { state: 'not-started', since: -Infinity, level: 0 };
  const closing = closingOf(duty);
  const closed = closing.at <= at;
  const waived = waivedAt <= at && waivedAt < closing.at;
  const end = clockStopsAt(duty, closing.at);
  const level = levelAt(duty, Math.min(at, end === -Infinity ? opensAt : end), end);
  if (closed) return { state: closing.as!, since: closing.at, level };
  if (waived) return { state: 'waived', since: Math.max(opensAt, waivedAt), level };
  return overdueAt <= at
    ? { state: 'overdue', since: Math.max(opensAt, overdueAt), level }
    : { state: 'open', since: opensAt, level };
}

/** From when on no deadline of a duty is missed any more. */
function clockStopsAt({ waivedAt, waiverSaidAt }: OwedDuty, closed: number): number {
  return Math.min(closed, Math.max(waivedAt, waiverSaidAt));
}

/** Deadlines that passed while the duty was neither closed nor known to be waived. */
function levelAt(duty: OwedDuty, at: number, end: number): number {
  if (duty.overdueAt > at || duty.overdueAt > end) return 0;
  // At the last moment of so many hours it is done in time; at the end of a day that day is over.
  if (duty.overdueAt === end && !isEndOfDay(duty.rule.due)) return 0;
  let level = 1;
  for (const further of duty.escalatesAt)
    if (further > duty.overdueAt && further <= at && further < end) level += 1;
  return level;
}

/** A duty at a moment as a status shows it. */
export function obligationAt(duty: OwedDuty, at: number): Obligation {
  const { state, since, level } = dutyStateAt(duty, at);
  // Most of a duty's moments are the same ones: writing one out costs more than all else here.
  const opensAt = momentText(duty.opensAt)!;
  const due = duty.dueAt === duty.opensAt ? opensAt : momentText(duty.dueAt);
  const overdueAt = duty.overdueAt === duty.dueAt ? due : momentText(duty.overdueAt);
  return {
    id: duty.rule.id,
    owner: duty.owner,
    subject: duty.subject,
    authority: duty.rule.authority,
    state,
    since: since === duty.opensAt ? opensAt : since === duty.overdueAt ? overdueAt : momentText(since),
    opensAt,
    due,
    overdueAt,
    late: level > 0,
    level,
    acknowledgedAt: duty.acknowledgedAt <= at ? momentText(duty.acknowledgedAt) : null,
    basis: basisOf(duty, state),
  };
}

function basisOf(duty: OwedDuty, state: ObligationState): string[] {
  const by =
    state === 'met'
      ? duty.metBy
      : state === 'lapsed'
        ? duty.lapsedBy
        : state === 'waived'
          ? duty.waivedBy
          : [];
  if (by.length === 0 || (by.length === 1 && by[0] === duty.subject)) return [duty.subject];
  return [...new Set([duty.subject, ...by])].sort();
}

/** What should have been said by now, of the duties that are overdue. @param shown the same duties as a status shows them */
export function silencesOf(duties: readonly OwedDuty[], shown: readonly Obligation[]): Silence[] {
  const silences: Silence[] = [];
  for (const [index, { state, since, id, subject }] of shown.entries()) {
    if (state !== 'overdue') continue;
    const { rule, owner } = duties[index]!;
    const expected = rule.expects.find((type) => rule.expects.length === 1 || agencyOfType(type) === owner);
    if (expected === undefined) continue;
    silences.push({
      expected,
      from: agencyOfType(expected),
      since: since!,
      obligation: id,
      subject,
    });
  }
  return silences;
}
