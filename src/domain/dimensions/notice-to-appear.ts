import type { NoticeToAppear } from '../../contracts/status.ts';
import { easternMidnight } from '../eastern.ts';
import type { Facts } from '../facts.ts';
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
  const moments = documents
    .flatMap((document) => [document.issued, document.served, document.filed, document.cancelled])
    .filter(Number.isFinite);
  return runsOf(moments, (at) => decide(documents, at));
}

function documentsOf(facts: Facts): Document[] {
  const notices = facts['ice.notice-to-appear'].map(({ key, data }) => ({
    key,
    issued: dayOrNever(data.issuedOn),
    served: dayOrNever(data.servedOn),
    filed: dayOrNever(data.filedOn),
    cancelled: dayOrNever(data.cancelledOn),
    fromCourt: false,
  }));
  const receipts = facts['eoir.case'].map(({ key, data }) => {
    const filed = dayOrNever(data.receivedOn);
    const cancelled = Math.min(
      Infinity,
      ...notices.map((notice) => notice.cancelled).filter((at) => at >= filed),
    );
    return { key, issued: dayOrNever(data.ntaIssuedOn), served: Infinity, filed, cancelled, fromCourt: true };
  });
  return [...notices, ...receipts];
}

const stages = ['issued', 'served', 'filed'] as const;

function decide(documents: readonly Document[], at: number): Answer<NoticeToAppear> {
  let furthest = -1;
  for (const document of documents) {
    if (document.cancelled > at) furthest = Math.max(furthest, stageOf(document, at));
  }
  if (furthest >= 0) {
    const deciding = documents.filter(
      (document) => document.cancelled > at && stageOf(document, at) === furthest,
    );
    const value = stages[furthest]!;
    const rule =
      deciding.every((document) => document.fromCourt) && value === 'filed'
        ? 'court-received'
        : `nta-${value}`;
    return { value, rule, basis: deciding.map((document) => document.key).sort() };
  }
  const cancelled = documents.filter((document) => document.cancelled <= at);
  return cancelled.length > 0
    ? { value: 'cancelled', rule: 'nta-cancelled', basis: cancelled.map((document) => document.key).sort() }
    : { value: 'none', rule: 'no-nta', basis: [] };
}

function stageOf(document: Document, at: number): number {
  if (document.filed <= at) return 2;
  if (document.served <= at) return 1;
  return document.issued <= at ? 0 : -1;
}

function dayOrNever(day: string | undefined): number {
  return day === undefined ? Infinity : easternMidnight(day);
}
