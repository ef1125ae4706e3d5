import type { NoticeToAppear } from '../../contracts/status.ts';
import { easternMidnight } from '../eastern.ts';
import type { Facts } from '../facts.ts';
import { beginsWithNotice } from './court-facts.ts';
import { runsOf, type Answer, type Run } from '../runs.ts';

/** A charging document and when it reached each stage; Infinity: not yet. */
interface Document {
  key: string;
  issued: number;
  served: number;
  filed: number;
  cancelled: number;
  fromCourt: boolean;
}

/** docs/domain.md §5: the furthest stage of the documents that are not cancelled. */
export function noticeToAppearRuns(facts: Facts): Array<Run<NoticeToAppear>> {
  const documents = documentsOf(facts);
  const moments: number[] = [];
  for (const { issued, served, filed, cancelled } of documents)
    for (const at of [issued, served, filed, cancelled]) if (Number.isFinite(at)) moments.push(at);
  return runsOf(moments, (at) => decide(documents, at));
}

function documentsOf(facts: Facts): Document[] {
  const notices = facts['ice.notice-to-appear'].map(({ key, data }): Document => ({
    key,
    issued: dayOrNever(data.issuedOn),
    served: dayOrNever(data.servedOn),
    filed: dayOrNever(data.filedOn),
    cancelled: dayOrNever(data.cancelledOn),
    fromCourt: false,
  }));
  const receipts = facts['eoir.case'].flatMap(({ key, data }): Document[] => {
    if (!beginsWithNotice(data)) return [];
    const filed = dayOrNever(data.receivedOn);
    let cancelled = Infinity;
    for (const notice of notices)
      if (notice.cancelled >= filed && !isAfter(notice.issued, filed))
        cancelled = Math.min(cancelled, notice.cancelled);
    return [
      { key, issued: dayOrNever(data.ntaIssuedOn), served: Infinity, filed, cancelled, fromCourt: true },
    ];
  });
  return receipts.length === 0 ? notices : [...notices, ...receipts];
}

/** Known to be later: what the court had received by then is another document. */
function isAfter(issued: number, filed: number): boolean {
  return issued !== Infinity && issued > filed;
}

const stages = ['issued', 'served', 'filed'] as const;

function decide(documents: readonly Document[], at: number): Answer<NoticeToAppear> {
  let furthest = -1;
  let basis: string[] = [];
  let onlyCourt = true;
  for (const document of documents) {
    if (document.cancelled <= at) continue;
    const stage = stageOf(document, at);
    if (stage < 0 || stage < furthest) continue;
    if (stage > furthest) [furthest, basis, onlyCourt] = [stage, [], true];
    basis.push(document.key);
    onlyCourt &&= document.fromCourt;
  }
  if (furthest >= 0) {
    const value = stages[furthest]!;
    return {
      value,
      rule: onlyCourt && value === 'filed' ? 'court-received' : `nta-${value}`,
      basis: basis.sort(),
    };
  }
  const cancelled: string[] = [];
  let arrived = false;
  for (const document of documents) {
    if (document.cancelled > at) continue;
    cancelled.push(document.key);
    arrived ||= Math.min(document.served, document.filed) <= document.cancelled;
  }
  return cancelled.length > 0
    ? { value: 'cancelled', rule: arrived ? 'nta-cancelled' : NEVER_SERVED, basis: cancelled.sort() }
    : { value: 'none', rule: 'no-nta', basis: cancelled };
}

/** All are cancelled, and none of them had reached the child or the court by then. */
const NEVER_SERVED = 'nta-cancelled-unserved';

/** Whether no notice was served or filed, as far as the documents say that stand or were cancelled (docs/audit.md). */
export function isWithoutNotice({ value, rule }: Pick<Run<NoticeToAppear>, 'value' | 'rule'>): boolean {
  return value === 'none' || value === 'issued' || rule === NEVER_SERVED;
}

/** When a charging document reached the child, or the court, and until when it was one. */
export interface NoticeServed {
  key: string;
  at: number;
  until: number;
}

/** What a document's record says was done with it after it was cancelled was not done with a notice. */
export function noticesServed(facts: Facts): NoticeServed[] {
  return documentsOf(facts).flatMap(({ key, served, filed, cancelled: until }) => {
    const at = Math.min(served <= until ? served : Infinity, filed <= until ? filed : Infinity);
    return at === Infinity ? [] : [{ key, at, until }];
  });
}

function stageOf(document: Document, at: number): number {
  if (document.filed <= at) return 2;
  if (document.served <= at) return 1;
  return document.issued <= at ? 0 : -1;
}

function dayOrNever(day: string | undefined): number {
  return day === undefined ? Infinity : easternMidnight(day);
}
