import { announcements } from '../contracts/announcement.ts';
import type { DiscrepancyNotice, ObligationNotice } from '../contracts/notice.ts';
import type { ChildStatus, Discrepancy, Obligation } from '../contracts/status.ts';
import type { ObligationRule } from '../domain/obligations/rule.ts';
import type { NewNotice } from '../store/queries/add-notices.ts';
import { findingOf, type Findings } from '../store/queries/write-findings.ts';

/** What the owners of a component's duties and discrepancies were last told, by the name of each. */
export interface Told {
  obligations: Map<string, ToldDuty>;
  /** A discrepancy may show at several children; each of them was told. */
  discrepancies: Map<string, ToldDiscrepancy[]>;
}

interface ToldDuty {
  childId: string;
  state: Obligation['state'];
  level: number;
  acknowledged: boolean;
  id: Obligation['id'];
  owner: Obligation['owner'];
  subject: string;
  opensAt: string;
  due: string | null;
}

interface ToldDiscrepancy extends Omit<Discrepancy, 'since'> {
  childId: string;
}

/**
 * What was told about a component's children before. Two children may become one, or one two, and a duty is still the same
 * duty: its name is made of rule, owner and record, whichever child has that record now.
 */
export function toldOf(before: ReadonlyArray<{ childId: string; findings: Findings }>): Told {
  const told: Told = { obligations: new Map(), discrepancies: new Map() };
  for (const { childId, findings } of before) {
    for (const row of findings.obligations) {
      const kept = findingOf('obligations', row);
      const duty = {
        childId,
        id: kept.rule as Obligation['id'],
        owner: kept.owner as Obligation['owner'],
        subject: kept.subject,
        opensAt: kept.opens_at,
        due: kept.due_at === '' ? null : kept.due_at,
        state: kept.state as Obligation['state'],
        level: Number(kept.level),
        acknowledged: kept.acknowledged_at !== '',
      };
      told.obligations.set(nameOfDuty(duty), duty);
    }
    for (const row of findings.discrepancies) {
      const kept = findingOf('discrepancies', row);
      if (kept.announced !== 'true') continue;
      const found = {
        childId,
        rule: kept.rule,
        records: kept.records.split(' '),
        owner: kept.owner as Discrepancy['owner'],
        detail: kept.detail,
      };
      const name = nameOfDiscrepancy(found);
      told.discrepancies.set(name, [...(told.discrepancies.get(name) ?? []), found]);
    }
  }
  return told;
}

/**
 * What to tell the owners, given a component's children as they are now. Every opening, missed deadline, act, new due date and closing
 * of a duty since the last notice is one notice, with the state before and after. A duty that had closed before it was heard of is
 * not mentioned.
 */
export function noticesOf(
  told: Told,
  statuses: readonly ChildStatus[],
  rules: readonly ObligationRule[],
): NewNotice[] {
  const notices: NewNotice[] = [];
  const seen = new Set<string>();
  for (const status of statuses) {
    for (const duty of status.obligations) {
      const name = nameOfDuty(duty);
      seen.add(name);
      for (const step of stepsOf(told.obligations.get(name), duty))
        notices.push(obligationNotice(step, { ...duty, childId: status.childId }));
    }
    for (const found of status.discrepancies) {
      const name = nameOfDiscrepancy(found);
      seen.add(name);
      if (!told.discrepancies.has(name))
        notices.push(discrepancyNotice('opened', { ...found, childId: status.childId }));
    }
  }
  for (const [name, duty] of told.obligations) {
    if (seen.has(name) || !active.has(duty.state)) continue;
    notices.push(
      obligationNotice(
        { event: 'withdrawn', before: duty.state, state: null, level: duty.level },
        { ...duty, authority: authorityOf(rules, duty.id), basis: [duty.subject] },
      ),
    );
  }
  for (const [name, all] of told.discrepancies)
    if (!seen.has(name)) notices.push(...all.map((found) => discrepancyNotice('closed', found)));
  return notices;
}

/** States in which a duty is on its owner's desk. */
const active = new Set<Obligation['state'] | null>(['open', 'overdue', 'waived']);

const closed = new Set<Obligation['state'] | null>(['met', 'lapsed']);

/** One thing that happened to a duty. */
type Step = Pick<ObligationNotice, 'event' | 'before' | 'state' | 'level'>;

/** What happened to a duty since it was told of, in order. */
function stepsOf(before: ToldDuty | undefined, now: Obligation): Step[] {
  const steps: Step[] = [];
  let state = before?.state ?? null;
  let level = Math.min(before?.level ?? 0, now.level);
  const tell = (event: Step['event'], to: Obligation['state'], reached = level): void => {
    steps.push({ event, before: state, state: to, level: reached });
    [state, level] = [to, reached];
  };
  const tellMissed = (): void => {
    while (level < now.level) tell('escalated', 'overdue', level + 1);
  };
  const standing = level > 0 && now.state !== 'open' ? 'overdue' : 'open';

  if (!active.has(state) && active.has(now.state)) tell(closed.has(state) ? 'reopened' : 'opened', standing);
  else if (state === 'waived' && active.has(now.state) && now.state !== 'waived') tell('reopened', standing);
  else if (state === 'overdue' && now.state === 'open') tell('reopened', 'open');

  if (active.has(state) && state !== 'waived') tellMissed();

  if (active.has(now.state)) {
    if (state !== now.state) tell(now.state === 'waived' ? 'waived' : 'escalated', now.state);
    if (now.acknowledgedAt !== null && before?.acknowledged !== true) tell('acknowledged', now.state);
  } else if (active.has(state)) tell(now.state === 'not-started' ? 'withdrawn' : 'closed', now.state);
  // What was told as lapsed turns out to have been met, or the other way round.
  else if (closed.has(state) && closed.has(now.state) && state !== now.state) tell('closed', now.state);
  // Each notice says when it is due; who was told of another moment hears of this one.
  if (steps.length === 0 && active.has(now.state) && before?.due !== now.due) tell('rescheduled', now.state);
  return steps;
}

function obligationNotice(
  { event, before, state, level }: Step,
  duty: Pick<Obligation, 'id' | 'owner' | 'subject' | 'opensAt' | 'due' | 'authority' | 'basis' | 'state'> & {
    childId: string;
  },
): NewNotice {
  const notice: ObligationNotice = {
    childId: duty.childId,
    obligation: duty.id,
    owner: duty.owner,
    subject: duty.subject,
    event,
    before,
    state: event === 'withdrawn' ? null : state,
    level,
    opensAt: duty.opensAt,
    due: duty.due,
    authority: duty.authority,
    // What closed or waived it is the basis of that alone.
    basis: state === duty.state ? [...duty.basis] : [duty.subject],
  };
  return noticeOf('rollcall.obligation', notice);
}

function discrepancyNotice(
  event: DiscrepancyNotice['event'],
  { childId, rule, owner, records, detail }: ToldDiscrepancy,
): NewNotice {
  const notice: DiscrepancyNotice = { childId, rule, owner, records, detail, event };
  return noticeOf('rollcall.discrepancy', notice);
}

function noticeOf(
  type: 'rollcall.obligation' | 'rollcall.discrepancy',
  notice: ObligationNotice | DiscrepancyNotice,
): NewNotice {
  const { topic } = announcements[type];
  return { topic, key: notice.childId, type, payload: JSON.stringify(notice) };
}

function authorityOf(rules: readonly ObligationRule[], id: Obligation['id']): string {
  return rules.find((rule) => rule.id === id)?.authority ?? '';
}

/** A child's duties are told apart by it, before and after. */
export function nameOfDuty({ id, owner, subject }: Pick<Obligation, 'id' | 'owner' | 'subject'>): string {
  return `${id} ${owner} ${subject}`;
}

/** Where a correction makes it another agency's to resolve, it is closed for the one and opened for the other. */
function nameOfDiscrepancy({
  rule,
  owner,
  records,
}: Pick<Discrepancy, 'rule' | 'owner' | 'records'>): string {
  return `${rule} ${owner} ${records.join(' ')}`;
}
