import { announcements } from '../contracts/announcement.ts';
import type { DiscrepancyNotice, ObligationNotice } from '../contracts/notice.ts';
import type { ChildStatus, Discrepancy, Obligation } from '../contracts/status.ts';
import type { ObligationRule } from '../domain/obligations/rule.ts';
import type { NewNotice } from '../store/queries/add-notices.ts';
import { fieldsOf, type Findings } from '../store/queries/write-findings.ts';

/** What the owners of a component's duties and discrepancies were told last, by what names each. */
export interface Told {
  obligations: Map<string, ToldDuty>;
  discrepancies: Map<string, ToldDiscrepancy>;
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
 * What was told of the children that there were. Children of one component may become one, or two, without any duty being
 * another: it is named by its rule, owner and record, whichever child has that record now.
 */
export function toldOf(before: ReadonlyArray<{ childId: string; findings: Findings }>): Told {
  const told: Told = { obligations: new Map(), discrepancies: new Map() };
  for (const { childId, findings } of before) {
    for (const row of findings.obligations) {
      const [id, owner, subject, opensAt, due, , , , , acknowledgedAt, , , state, level] = fieldsOf(row);
      const duty = {
        childId,
        id: id as Obligation['id'],
        owner: owner as Obligation['owner'],
        subject: subject!,
        opensAt: opensAt!,
        due: due === '' ? null : due!,
        state: state as Obligation['state'],
        level: Number(level),
        acknowledged: acknowledgedAt !== '',
      };
      told.obligations.set(nameOfDuty(duty), duty);
    }
    for (const row of findings.discrepancies) {
      const [rule, , owner, records, detail, , , announced] = fieldsOf(row);
      if (announced !== 'true') continue;
      const found = {
        childId,
        rule: rule!,
        records: records!.split(' '),
        owner: owner as Discrepancy['owner'],
        detail: detail!,
      };
      told.discrepancies.set(nameOfDiscrepancy(found), found);
    }
  }
  return told;
}

/**
 * What the owners are to be told now that a component's children stand so. Each change of a duty is told once, by one notice with its state
 * before and after; a duty that was met before it was heard of is not told of.
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
      const before = told.obligations.get(name);
      for (const event of eventsOf(before, duty)) {
        notices.push(obligationNotice(event, { ...duty, childId: status.childId }, before?.state ?? null));
      }
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
        'withdrawn',
        { ...duty, authority: authorityOf(rules, duty.id), basis: [duty.subject] },
        duty.state,
      ),
    );
  }
  for (const [name, found] of told.discrepancies)
    if (!seen.has(name)) notices.push(discrepancyNotice('closed', found));
  return notices;
}

/** States in which a duty is on its owner's desk. */
const active = new Set<Obligation['state']>(['open', 'overdue', 'waived']);

const closed = new Set<Obligation['state']>(['met', 'lapsed']);

function eventsOf(before: ToldDuty | undefined, now: Obligation): Array<ObligationNotice['event']> {
  const events: Array<ObligationNotice['event']> = [];
  const wasActive = before !== undefined && active.has(before.state);
  const isActive = active.has(now.state);
  if (!wasActive && isActive) {
    events.push(before !== undefined && closed.has(before.state) ? 'reopened' : 'opened');
  } else if (wasActive && !isActive) {
    events.push(now.state === 'not-started' ? 'withdrawn' : 'closed');
  } else if (wasActive && before.state !== now.state) {
    if (now.state === 'waived') events.push('waived');
    else if (before.state === 'waived') events.push('reopened');
    else if (now.state === 'overdue') events.push('escalated');
    else events.push('reopened');
  } else if (wasActive && now.level > before.level && now.state === 'overdue') {
    events.push('escalated');
  } else if (before !== undefined && closed.has(before.state) && closed.has(now.state)) {
    // What was told as lapsed turns out to have been met, or the other way round.
    if (before.state !== now.state) events.push('closed');
  }
  if (isActive && now.acknowledgedAt !== null && before?.acknowledged !== true) events.push('acknowledged');
  return events;
}

function obligationNotice(
  event: ObligationNotice['event'],
  duty: Pick<
    Obligation,
    'id' | 'owner' | 'subject' | 'level' | 'opensAt' | 'due' | 'authority' | 'basis' | 'state'
  > & {
    childId: string;
  },
  before: Obligation['state'] | null,
): NewNotice {
  const notice: ObligationNotice = {
    childId: duty.childId,
    obligation: duty.id,
    owner: duty.owner,
    subject: duty.subject,
    event,
    before,
    state: event === 'withdrawn' ? null : duty.state,
    level: duty.level,
    opensAt: duty.opensAt,
    due: duty.due,
    authority: duty.authority,
    basis: [...duty.basis],
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

function nameOfDiscrepancy({ rule, records }: Pick<Discrepancy, 'rule' | 'records'>): string {
  return `${rule} ${records.join(' ')}`;
}
