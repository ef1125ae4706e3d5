import { UnavailableError } from '../contracts/errors.ts';
import { courseOf, type Course } from '../domain/assess.ts';
import type { CaseFile } from '../domain/case-file.ts';
import type { Policy } from '../domain/policy.ts';
import { withSnapshot, type Pool, type PoolClient } from '../store/pool.ts';
import { loadRecords } from '../store/queries/load-records.ts';
import { planByKey } from '../store/queries/plan-by-key.ts';
import { readComponents } from '../store/queries/read-components.ts';
import type { AppliedRecord } from '../store/queries/record-row.ts';
import {
  estimateIdentifiers,
  fewTouched,
  findTouched,
  gatherTouched,
  literal,
} from '../store/queries/touched.ts';
import { appliedCaseFiles } from './applied-case-files.ts';
import { idStretches } from './id-stretches.ts';

/** A child by the records received until then. */
export interface ChildThen {
  caseFile: CaseFile;
  course: Course;
}

/**
 * What was known at an earlier moment, as far as it differs from today. Only "touched" components can differ: those that have
 * received something since. For all other children the stored tables already say what was known then.
 */
export interface KnownAt {
  /** One snapshot. */
  tx: PoolClient;
  since: Date;
}

/** For reading all of it: the snapshot holds the temporary table of store/queries/touched.ts. */
export interface AllKnownAt extends KnownAt {
  /** Streamed. The cost grows with what was received since, not with the number of children. */
  children(): AsyncGenerator<ChildThen, void, undefined>;
}

/** A stretch of the order of ids: all touched children whose id, as of then, lies in it. */
export interface StretchThen {
  children: ChildThen[];
  /** Where it ends; null: it was the last. */
  upTo: string | null;
  /** What it cost, counted in components: those put together, and the time spent finding them converted. */
  looked: number;
}

/** For reading a page of it, in the order of ids. */
export interface KnownAtById extends KnownAt {
  /** From `from` (included) up to `upTo`, or to the end. Every stretch costs about the same, however much was received since. */
  stretches(from: string, upTo: string | null): AsyncGenerator<StretchThen, void, undefined>;
}

/**
 * Look at what was known at a moment: the same pure function over fewer records. Throws UnavailableError if a rebuild swaps the
 * tables away twice in a row while they are being read.
 */
export async function withKnownAt<T>(
  pool: Pool,
  since: Date,
  policy: Policy,
  use: (known: AllKnownAt) => Promise<T>,
): Promise<T> {
  return await looked(pool, async (tx) => {
    await gatherTouched(tx, since);
    return await use({ tx, since, children: () => allChildren(tx, since, policy) });
  });
}

/** As `withKnownAt`, for a page. */
export async function withKnownAtById<T>(
  pool: Pool,
  since: Date,
  policy: Policy,
  use: (known: KnownAtById) => Promise<T>,
): Promise<T> {
  return await looked(pool, async (tx) => {
    await planByKey(tx);
    return await use({ tx, since, stretches: (from, upTo) => stretchesOf(tx, since, policy, from, upTo) });
  });
}

async function looked<T>(pool: Pool, look: (tx: PoolClient) => Promise<T>): Promise<T> {
  const found = (await lookOnce(pool, look)) ?? (await lookOnce(pool, look));
  if (found !== null) return found.result;
  throw new UnavailableError('the tables were being put in place anew; ask again', { forCallers: true });
}

/**
 * A snapshot fixes the rows it sees, but not which table a name means: after a rebuild's swap the name leads to a table in which the
 * snapshot sees nothing. Null: that happened, so the result must not be used.
 */
async function lookOnce<T>(pool: Pool, look: (tx: PoolClient) => Promise<T>): Promise<{ result: T } | null> {
  return await withSnapshot(pool, async (tx) => {
    const before = await tableInPlace(tx);
    const result = await look(tx);
    return (await tableInPlace(tx)) === before ? { result } : null;
  });
}

/** Which table `projection.record` means now. Taking a lock makes the session notice renames by others. */
async function tableInPlace(tx: PoolClient): Promise<string> {
  await tx.query('lock table projection.record in access share mode');
  const { rows } = await tx.query<{ oid: string }>(`select 'projection.record'::regclass::oid::text as oid`);
  return rows[0]!.oid;
}

async function* allChildren(
  tx: PoolClient,
  since: Date,
  policy: Policy,
): AsyncGenerator<ChildThen, void, undefined> {
  const earlier = `touched join projection.record record using (component_id) where record.received_at <= ${literal(since)}`;
  for await (const records of readComponents(tx, earlier)) yield* childrenOf(records, policy);
}

/** Components loaded together. */
const TOGETHER = 200;
/** Up to this many touched components are all put together at once, whatever ids are asked for. */
const FEW = 500;
/**
 * About how many ids the first stretch covers (a child has some thirty). After a stretch with fewer than `ENOUGH` touched components the
 * next one covers four times as many, up to `WIDEST`.
 */
const IDS = 2_000;
const ENOUGH = 250;
const WIDEST = 64_000;
/** Checking this many ids for touched components takes about as long as putting one component together. */
const IDS_PER_COMPONENT = 50;

async function* stretchesOf(
  tx: PoolClient,
  since: Date,
  policy: Policy,
  from: string,
  upTo: string | null,
): AsyncGenerator<StretchThen, void, undefined> {
  const few = await fewTouched(tx, since, FEW);
  if (few !== null) {
    const within = (id: string): boolean => id >= from && (upTo === null || id <= upTo);
    yield { children: await childrenIn(tx, few, since, policy, within), upTo: null, looked: few.length };
    return;
  }
  const all = Math.max(IDS, await estimateIdentifiers(tx));
  const stretches = idStretches(from, upTo);
  const done = new Set<string>();
  /** Children already put together whose id lies in a later stretch. */
  let ahead: ChildThen[] = [];
  let ids = IDS;
  for (let stretch = stretches(ids / all); stretch !== null; stretch = stretches(ids / all)) {
    const { from: begin, upTo: end, last } = stretch;
    const found = (await findTouched(tx, stretch, since)).filter((component) => !done.has(component));
    for (const component of found) done.add(component);
    ahead.push(...(await childrenIn(tx, found, since, policy, (id) => id >= begin)));
    const children = ahead.filter(({ caseFile }) => caseFile.childId <= end);
    ahead = ahead.filter(({ caseFile }) => caseFile.childId > end);
    yield { children, upTo: last ? null : end, looked: found.length + ids / IDS_PER_COMPONENT };
    if (found.length < ENOUGH) ids = Math.min(WIDEST, 4 * ids);
  }
}

async function childrenIn(
  tx: PoolClient,
  components: readonly string[],
  since: Date,
  policy: Policy,
  wanted: (childId: string) => boolean,
): Promise<ChildThen[]> {
  const children: ChildThen[] = [];
  for (let at = 0; at < components.length; at += TOGETHER) {
    for (const records of await recordsUntil(tx, components.slice(at, at + TOGETHER), since))
      children.push(...childrenOf(records, policy, wanted));
  }
  return children;
}

/** What had been received of each component. */
async function recordsUntil(
  tx: PoolClient,
  components: readonly string[],
  since: Date,
): Promise<AppliedRecord[][]> {
  const byComponent = new Map<string, AppliedRecord[]>();
  for (const record of await loadRecords(tx, components, since)) {
    const own = byComponent.get(record.componentId);
    if (own === undefined) byComponent.set(record.componentId, [record]);
    else own.push(record);
  }
  return [...byComponent.values()];
}

function* childrenOf(
  records: readonly AppliedRecord[],
  policy: Policy,
  wanted: (childId: string) => boolean = () => true,
): Generator<ChildThen, void, undefined> {
  for (const caseFile of appliedCaseFiles(records).children)
    if (wanted(caseFile.childId)) yield { caseFile, course: courseOf(caseFile, policy) };
}
