import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import type { PoolClient } from '../store/pool.ts';
import type { Position } from '../contracts/status.ts';
import { dimensions } from '../domain/assess.ts';
import type { Assertion } from '../domain/case-file.ts';
import { aliasOf, caseFilesOf } from '../domain/case-files.ts';
import type { Policy } from '../domain/policy.ts';
import { addChanges, type NewChange } from '../store/queries/add-changes.ts';
import { deleteChildren } from '../store/queries/delete-children.ts';
import { insertRecords, type NewRecord } from '../store/queries/insert-records.ts';
import { loadRecords } from '../store/queries/load-records.ts';
import { loadStatusValues, type StatusBefore } from '../store/queries/load-status-values.ts';
import type { AppliedRecord } from '../store/queries/record-row.ts';
import { planByKey } from '../store/queries/plan-by-key.ts';
import { relinkRecords } from '../store/queries/relink-records.ts';
import { replaceHistory } from '../store/queries/replace-history.ts';
import { insertStatuses, updateStatuses } from '../store/queries/write-statuses.ts';
import type { Incoming } from './read-message.ts';
import { contentKey, renderStatus, type RenderedStatus } from './render-status.ts';
import { resolveComponents, type Cluster } from './resolve-components.ts';

/** What a batch did. */
export interface Applied {
  records: number;
  duplicates: number;
  changes: number;
}

export interface ApplyOptions {
  policy: Policy;
  /** Moment of assessment, milliseconds since 1970 UTC. */
  at: number;
  /** Whether changes go to the feed; a rebuild beside the live tables keeps quiet. */
  announce: boolean;
}

/** Children assessed between two looks at the database: while one slice is being written, the next is assessed. */
const SLICE = 200;

/**
 * Apply records inside a transaction: keep what is new, put each with the child it belongs to, assess those children, and write
 * statuses, histories and changes. Few statements for many records. Applying the same again changes nothing.
 */
export async function applyBatch(
  tx: PoolClient,
  incoming: readonly Incoming[],
  options: ApplyOptions,
): Promise<Applied> {
  if (incoming.length === 0) return { records: 0, duplicates: 0, changes: 0 };
  await planByKey(tx);
  const clusters = await resolveComponents(tx, incoming);
  const existing = clusters.filter((cluster) => cluster.existing).map((cluster) => cluster.componentId);
  const recordsOf = byComponent(await loadRecords(tx, existing));
  const statusesOf = byComponent(await loadStatusValues(tx, existing));

  let records = 0;
  const changes: NewChange[] = [];
  let writing: Promise<unknown> = Promise.resolve();
  try {
    for (let first = 0; first < clusters.length; first += SLICE) {
      const plan = emptyPlan();
      for (const cluster of clusters.slice(first, first + SLICE)) {
        const { componentId } = cluster;
        const applied = recordsOf.get(componentId) ?? [];
        planCluster(plan, cluster, applied, statusesOf.get(componentId) ?? [], options);
      }
      records += plan.records.length;
      changes.push(...plan.changes);
      // No two slices write the same rows: each component is in one.
      writing = writing.then(() => write(tx, plan));
      writing.catch(ignore); // It is awaited below.
      await turnOfEventLoop();
    }
  } finally {
    // Also where assessing fails: nothing may be written after the caller's rollback.
    await writing;
  }
  if (options.announce) await addChanges(tx, changes);
  return { records, duplicates: incoming.length - records, changes: changes.length };
}

async function write(tx: PoolClient, plan: Plan): Promise<void> {
  await insertRecords(tx, plan.records);
  await relinkRecords(tx, plan.relinks);
  await deleteChildren(tx, plan.gone);
  await insertStatuses(tx, plan.newStatuses);
  await updateStatuses(tx, plan.statuses);
  await replaceHistory(tx, plan.histories, plan.hadHistory);
}

function ignore(): void {}

interface Plan {
  records: NewRecord[];
  relinks: Array<{ componentId: string; key: string; childId: string | null; linkRule: string }>;
  newStatuses: Array<RenderedStatus & { componentId: string }>;
  statuses: Array<RenderedStatus & { componentId: string }>;
  histories: Map<string, RenderedStatus['history']>;
  hadHistory: string[];
  gone: string[];
  changes: NewChange[];
}

function emptyPlan(): Plan {
  return {
    records: [],
    relinks: [],
    newStatuses: [],
    statuses: [],
    histories: new Map(),
    hadHistory: [],
    gone: [],
    changes: [],
  };
}

function planCluster(
  plan: Plan,
  cluster: Cluster,
  applied: AppliedRecord[],
  before: StatusBefore[],
  options: ApplyOptions,
): void {
  const known = new Set<string>();
  const positions = new Map<Assertion, Position>();
  for (const { assertion, position } of applied) {
    known.add(contentKey(assertion));
    positions.set(assertion, position);
  }
  const fresh = cluster.incoming.filter(({ assertion, position }) => {
    const key = contentKey(assertion);
    if (known.has(key)) return false;
    known.add(key);
    positions.set(assertion, position);
    return true;
  });
  if (
    fresh.length === 0 &&
    before.every((status) => status.componentId === cluster.componentId) &&
    applied.length > 0
  )
    return;

  const assertions: Assertion[] = [
    ...applied.map((record) => record.assertion),
    ...fresh.map((record) => record.assertion),
  ];
  const { children, unlinked } = caseFilesOf(assertions);
  const links = new Map<string, { childId: string | null; linkRule: string }>();
  for (const key of unlinked) links.set(key, { childId: null, linkRule: 'ambiguous-identifiers' });
  for (const child of children) {
    for (const { inUse, by } of child.records) links.set(inUse.key, { childId: child.childId, linkRule: by });
  }
  const linkOf = (key: string) => links.get(key) ?? OUTRANKED;
  for (const { assertion, value, sender, receivedAt, position } of fresh) {
    plan.records.push({
      componentId: cluster.componentId,
      assertion,
      value,
      sender,
      receivedAt,
      position,
      ...linkOf(assertion.key),
    });
  }
  planRelinks(plan, cluster.componentId, applied, linkOf);

  const had = new Map(before.map((status) => [status.childId, status]));
  for (const child of children) {
    const status = renderStatus(child, (content) => positions.get(content)!, options.policy, options.at);
    planStatus(plan, { ...status, componentId: cluster.componentId }, had.get(child.childId));
    had.delete(child.childId);
  }
  planRedirects(plan, [...had.keys()], links, applied, fresh);
}

/** A record of which only contents remain that another content of their event outranks: it says nothing of any child. */
const OUTRANKED = { childId: null, linkRule: 'outranked-by-same-event' };

function planRelinks(
  plan: Plan,
  componentId: string,
  applied: readonly AppliedRecord[],
  linkOf: (key: string) => { childId: string | null; linkRule: string },
): void {
  const done = new Set<string>();
  for (const { assertion, childId, linkRule } of applied) {
    const link = linkOf(assertion.key);
    if (done.has(assertion.key) || (link.childId === childId && link.linkRule === linkRule)) continue;
    done.add(assertion.key);
    plan.relinks.push({ componentId, key: assertion.key, ...link });
  }
}

function planStatus(
  plan: Plan,
  status: RenderedStatus & { componentId: string },
  before: StatusBefore | undefined,
): void {
  if (before?.etag === status.etag) return;
  plan.histories.set(status.childId, status.history);
  if (before === undefined) plan.newStatuses.push(status);
  else {
    plan.statuses.push(status);
    plan.hadHistory.push(status.childId);
  }
  const changed =
    before === undefined ? ['new'] : dimensions.filter((name) => before.values[name] !== status.values[name]);
  plan.changes.push({
    childId: status.childId,
    kind: 'changed',
    etag: status.etag,
    movedTo: null,
    changed: changed.length === 0 ? 'records' : changed.join(','),
  });
}

/** Ids that are no child's own any more lead to the child that has the record they were made of. */
function planRedirects(
  plan: Plan,
  gone: readonly string[],
  links: ReadonlyMap<string, { childId: string | null }>,
  applied: readonly AppliedRecord[],
  fresh: readonly Incoming[],
): void {
  if (gone.length === 0) return;
  const keyOfAlias = new Map<string, string>();
  for (const { assertion } of [...applied, ...fresh]) keyOfAlias.set(aliasOf(assertion.key), assertion.key);
  for (const childId of gone) {
    plan.gone.push(childId);
    const movedTo = links.get(keyOfAlias.get(childId) ?? '')?.childId ?? null;
    plan.changes.push({ childId, kind: 'redirected', etag: null, movedTo, changed: 'id' });
  }
}

function byComponent<T extends { componentId: string }>(rows: readonly T[]): Map<string, T[]> {
  const grouped = new Map<string, T[]>();
  for (const row of rows) {
    const group = grouped.get(row.componentId);
    if (group === undefined) grouped.set(row.componentId, [row]);
    else group.push(row);
  }
  return grouped;
}
