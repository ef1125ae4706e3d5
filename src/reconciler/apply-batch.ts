import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import type { PoolClient } from '../store/pool.ts';
import { addChanges, type NewChange } from '../store/queries/add-changes.ts';
import { loadRecords } from '../store/queries/load-records.ts';
import { loadStatusValues } from '../store/queries/load-status-values.ts';
import { planByKey } from '../store/queries/plan-by-key.ts';
import { countFeeds, noFeedCounts, writeFeedCounts, type FeedCounts } from './count-feeds.ts';
import { emptyPlan, planComponent, type PlanOptions } from './plan-component.ts';
import type { Incoming } from './read-message.ts';
import { resolveComponents, type Cluster } from './resolve-components.ts';
import { writePlan } from './write-plan.ts';

/** What a batch did. */
export interface Applied {
  records: number;
  duplicates: number;
  changes: number;
}

export type ApplyOptions = PlanOptions;

/** Components assessed at once: meanwhile the slice before is being written, and the next is read. */
const SLICE = 200;
/** Components between which others have their turn: what the database answers, and a request. */
const ASSESS_AT_ONCE = 10;

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
  const { records, changes, counts } = await assessComponents(tx, clusters, options);
  // Last but one: others that count for the same hour wait for these rows until the commit.
  await writeFeedCounts(tx, counts, options.announce);
  if (options.announce) await addChanges(tx, changes);
  return { records, duplicates: incoming.length - records, changes: changes.length };
}

/** What became of components: how many records were new, and what is to be said of it by who asked. */
export interface Assessed {
  records: number;
  changes: NewChange[];
  counts: FeedCounts;
}

/** Assess components that the transaction holds locked, with what came for each, and write what differs. */
export async function assessComponents(
  tx: PoolClient,
  clusters: readonly Cluster[],
  options: PlanOptions,
): Promise<Assessed> {
  let records = 0;
  const changes: NewChange[] = [];
  const counts = noFeedCounts();
  const slices = slicesOf(clusters);
  const next = chain();
  let loading = next(() => load(tx, slices[0]));
  try {
    for (const [place, slice] of slices.entries()) {
      const { recordsOf, statusesOf } = await loading;
      loading = next(() => load(tx, slices[place + 1]));
      const plan = emptyPlan();
      for (const [index, { componentId, incoming }] of slice.entries()) {
        if (index % ASSESS_AT_ONCE === 0) await turnOfEventLoop();
        const applied = recordsOf.get(componentId) ?? [];
        const before = statusesOf.get(componentId) ?? [];
        planComponent(plan, { componentId, incoming, applied, before }, options);
      }
      countFeeds(
        counts,
        slice.flatMap(({ incoming }) => incoming),
        recordsOf.values(),
      );
      records += plan.records.length;
      changes.push(...plan.changes);
      // No two slices read or write the same rows: each component is in one.
      void next(() => writePlan(tx, plan));
    }
  } finally {
    // Also where assessing fails: nothing may be written after the caller's rollback.
    await next(async () => {});
  }
  return { records, changes, counts };
}

/** One after the other, as one connection needs it; after a failure nothing more is done, and all that follows fails by it. */
function chain(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine;
    mine.catch(() => {}); // The last one is awaited.
    return mine;
  };
}

function slicesOf(clusters: readonly Cluster[]): Array<readonly Cluster[]> {
  const slices: Array<readonly Cluster[]> = [];
  for (let first = 0; first < clusters.length; first += SLICE)
    slices.push(clusters.slice(first, first + SLICE));
  return slices;
}

/** What is stored of a slice's components; nothing of no slice. */
async function load(tx: PoolClient, slice: readonly Cluster[] = []) {
  const existing = slice.filter((cluster) => cluster.existing).map((cluster) => cluster.componentId);
  const recordsOf = byComponent(await loadRecords(tx, existing));
  return { recordsOf, statusesOf: byComponent(await loadStatusValues(tx, existing)) };
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
