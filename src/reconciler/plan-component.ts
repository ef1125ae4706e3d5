import type { Position } from '../contracts/status.ts';
import { agencyIdOf, type Assertion } from '../domain/case-file.ts';
import { aliasOf, caseFilesOf, type CaseFiles, type Overused } from '../domain/case-files.ts';
import { eventOf, overusedEvents } from '../domain/event-contents.ts';
import { overusedIds } from '../domain/identity/overused-ids.ts';
import type { Policy } from '../domain/policy.ts';
import type { NewChange } from '../store/queries/add-changes.ts';
import type { NewNotice } from '../store/queries/add-notices.ts';
import type { NewRecord } from '../store/queries/insert-records.ts';
import type { StatusBefore } from '../store/queries/load-status-values.ts';
import type { EventName } from '../store/queries/overused-events.ts';
import type { AppliedRecord } from '../store/queries/record-row.ts';
import {
  noFindingChanges,
  noteFindingChanges,
  readFindings,
  type FindingChanges,
  type Findings,
} from '../store/queries/write-findings.ts';
import { overusedOf } from './applied-case-files.ts';
import { linksOf, type Link } from './links-of.ts';
import { noticesOf, toldOf } from './notices.ts';
import type { Incoming } from './read-message.ts';
import { contentKey, renderStatus, type RenderedStatus } from './render-status.ts';
import { isUntoldAct, whatChanged } from './what-changed.ts';
import { childById } from './which-child.ts';

/** All that is to be written for some components. */
export interface Plan {
  records: NewRecord[];
  /** Events newly found to have more than NAMED_CONTENTS contents. */
  overusedEvents: EventName[];
  /** Identifiers newly found to stand for no child. */
  overusedIds: string[];
  relinks: Array<{ componentId: string; key: string; childId: string | null; linkRule: string }>;
  newStatuses: Array<RenderedStatus & { componentId: string }>;
  statuses: Array<RenderedStatus & { componentId: string }>;
  histories: Map<string, RenderedStatus['history']>;
  hadHistory: string[];
  findings: FindingChanges;
  gone: string[];
  changes: NewChange[];
  notices: NewNotice[];
}

export function emptyPlan(): Plan {
  return {
    records: [],
    overusedEvents: [],
    overusedIds: [],
    relinks: [],
    newStatuses: [],
    statuses: [],
    histories: new Map(),
    hadHistory: [],
    findings: noFindingChanges(),
    gone: [],
    changes: [],
    notices: [],
  };
}

/** A component as it is stored, and what came for it. */
export interface ComponentAtHand {
  componentId: string;
  incoming: readonly Incoming[];
  applied: readonly AppliedRecord[];
  before: readonly StatusBefore[];
}

export interface PlanOptions {
  policy: Policy;
  /** Moment of assessment, milliseconds since 1970 UTC. */
  at: number;
  /** Whether to add changes to the feed and notify owners of duties; a rebuild beside the live tables stays silent. */
  announce: boolean;
  /** Assess even if nothing new came: time or the policy may have changed the result. */
  reassess?: boolean;
}

/** Decide what becomes of a component: whose records are whose, what each child's status is, who is to be told what. */
export function planComponent(plan: Plan, component: ComponentAtHand, options: PlanOptions): void {
  const { componentId, incoming, applied, before } = component;
  const known = new Set<string>();
  const positions = new Map<Assertion, Position>();
  for (const { assertion, position } of applied) {
    known.add(contentKey(assertion));
    positions.set(assertion, position);
  }
  const fresh = incoming.filter(({ assertion, position }) => {
    const key = contentKey(assertion);
    if (known.has(key)) return false;
    known.add(key);
    positions.set(assertion, position);
    return true;
  });
  const asBefore = fresh.length === 0 && applied.length > 0;
  if (asBefore && options.reassess !== true) return;

  const overused = overusedOf(applied, incoming);
  const assertions = [...applied, ...fresh].map((record) => record.assertion);
  const { children, unlinked, doubtful } = caseFilesOf(assertions, overused);
  // What of this batch is set apart as overused may be so by this batch alone.
  planOverused(plan, assertions, overusedOf(applied));
  const links = linksOf(children);
  for (const key of unlinked) links.set(key, { childId: null, linkRule: 'ambiguous-identifiers' });
  const linkOf = (key: string) => links.get(key)!;
  for (const { assertion, value, sender, receivedAt, position } of fresh) {
    plan.records.push({
      componentId,
      assertion,
      value,
      sender,
      receivedAt,
      position,
      ...linkOf(assertion.key),
    });
  }
  planRelinks(plan, componentId, applied, linkOf);

  const had = new Map(
    before.map((status) => [status.childId, { ...status, found: readFindings(status.findings) }]),
  );
  const told = options.announce
    ? toldOf([...had.values()].map(({ childId, found }) => ({ childId, findings: found })))
    : null;
  const statuses = children.map((child) =>
    renderStatus(child, (content) => positions.get(content)!, options.policy, options.at),
  );
  const occasion: Occasion = {
    newsless: asBefore,
    untoldAtMost: fresh.every(({ assertion }) => isUntoldAct(assertion)),
    at: options.at,
  };
  for (const status of statuses) {
    planStatus(plan, { ...status, componentId }, had.get(status.childId), occasion);
    had.delete(status.childId);
  }
  for (const [childId, { found }] of had) noteFindingChanges(plan.findings, childId, found, null);
  if (had.size > 0) planRedirects(plan, [...had.keys()], assertions, { children, doubtful });
  if (told !== null)
    plan.notices.push(
      ...noticesOf(
        told,
        statuses.map(({ status }) => status),
        options.policy.rules,
      ),
    );
}

function planOverused(plan: Plan, assertions: readonly Assertion[], known: Overused): void {
  for (const { source, eventId } of overusedEvents(assertions))
    if (!known.events.has(eventOf({ source, eventId }))) plan.overusedEvents.push({ source, eventId });
  for (const id of overusedIds(assertions)) if (!known.ids.has(id)) plan.overusedIds.push(id);
}

function planRelinks(
  plan: Plan,
  componentId: string,
  applied: readonly AppliedRecord[],
  linkOf: (key: string) => Link,
): void {
  const done = new Set<string>();
  for (const { assertion, childId, linkRule } of applied) {
    const link = linkOf(assertion.key);
    if (done.has(assertion.key) || (link.childId === childId && link.linkRule === linkRule)) continue;
    done.add(assertion.key);
    plan.relinks.push({ componentId, key: assertion.key, ...link });
  }
}

/** Why children are assessed. */
interface Occasion {
  /** Nothing new came: only time, or the policy, can have changed a status. */
  newsless: boolean;
  /** Nothing came but acts on duties that not every reader is told of, if that. */
  untoldAtMost: boolean;
  /** Milliseconds since 1970 UTC. */
  at: number;
}

function planStatus(
  plan: Plan,
  status: RenderedStatus & { componentId: string },
  before: (StatusBefore & { found: Findings }) | undefined,
  { newsless, untoldAtMost, at }: Occasion,
): void {
  const same = before?.etag === status.etag;
  const sameFindings = before?.findings === status.findings;
  if (same && sameFindings && newsless) {
    // The row may say that it changes sooner than the status does.
    plan.statuses.push(status);
    return;
  }
  // The document may be the same and the findings not: a version that arrives after a higher one can change the past alone.
  noteFindingChanges(plan.findings, status.childId, before?.found ?? null, status.found);
  if (before === undefined) plan.newStatuses.push(status);
  else if (!same || !sameFindings) plan.statuses.push(status);
  // The course over all time depends on the records and the policy alone.
  if (!newsless || !sameFindings || before?.policyVersion !== status.policyVersion) {
    plan.histories.set(status.childId, status.history);
    if (before !== undefined) plan.hadHistory.push(status.childId);
  }
  if (same) return;
  plan.changes.push({
    childId: status.childId,
    kind: 'changed',
    etag: status.etag,
    movedTo: null,
    changed: before === undefined ? 'new' : whatChanged(before, status, at, untoldAtMost),
  });
}

/** An id that no child has any more leads to the child that has the record it was made from; if that is in doubt, nowhere. */
function planRedirects(
  plan: Plan,
  gone: readonly string[],
  assertions: readonly Assertion[],
  { children, doubtful }: Pick<CaseFiles, 'children' | 'doubtful'>,
): void {
  const byId = childById(children);
  // Ids of before keys named their system (store/migrations/0011).
  const now = new Map(assertions.map(({ key }) => [aliasOf(agencyIdOf(key)), aliasOf(key)]));
  for (const childId of gone) {
    plan.gone.push(childId);
    const id = byId.has(childId) ? childId : (now.get(childId) ?? childId);
    const movedTo = doubtful.has(id) ? null : (byId.get(id)?.childId ?? null);
    plan.changes.push({ childId, kind: 'redirected', etag: null, movedTo, changed: 'id' });
  }
}
