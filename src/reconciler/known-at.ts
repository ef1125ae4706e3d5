import { UnavailableError } from '../contracts/errors.ts';
import { courseOf, type Course } from '../domain/assess.ts';
import type { CaseFile } from '../domain/case-file.ts';
import type { Policy } from '../domain/policy.ts';
import { withSnapshot, type Pool, type PoolClient } from '../store/pool.ts';
import { readComponents } from '../store/queries/read-components.ts';
import { appliedCaseFiles } from './applied-case-files.ts';

/** What was known at an earlier moment, as far as it differs from what is known now. */
export interface KnownAt {
  /**
   * One snapshot, with a temporary table `touched (component_id)`: the components for which something was received since. What the
   * tables say of all other children was known then too.
   */
  tx: PoolClient;
  /** The children of the touched components by the records received until then, streamed. */
  children(): AsyncGenerator<{ caseFile: CaseFile; course: Course }, void, undefined>;
}

/**
 * Look at what was known at a moment: the same pure function over fewer records. The cost grows with what came since, not with
 * what there is. Throws UnavailableError where rebuilds put other tables in the place of those that it reads, again and again.
 */
export async function withKnownAt<T>(
  pool: Pool,
  since: Date,
  policy: Policy,
  use: (known: KnownAt) => Promise<T>,
): Promise<T> {
  const found = (await lookOnce(pool, since, policy, use)) ?? (await lookOnce(pool, since, policy, use));
  if (found !== null) return found.result;
  throw new UnavailableError('the tables were being put in place anew; ask again', { forCallers: true });
}

/**
 * A snapshot shows the rows of its moment, but a name means the table that has it now: after a rebuild's swap that is one of which the
 * snapshot shows nothing. Null: so it was, and what was found is not to be believed.
 */
async function lookOnce<T>(
  pool: Pool,
  since: Date,
  policy: Policy,
  use: (known: KnownAt) => Promise<T>,
): Promise<{ result: T } | null> {
  return await withSnapshot(pool, async (tx) => {
    const before = await tableInPlace(tx);
    await tx.query(`create temp table touched on commit drop as
      select distinct component_id from projection.record where received_at > ${literal(since)}`);
    await tx.query('create unique index on touched (component_id)');
    await tx.query('analyze touched');
    const result = await use({ tx, children: () => childrenOf(tx, since, policy) });
    return (await tableInPlace(tx)) === before ? { result } : null;
  });
}

/** Which table the name of the records means now: a lock makes the session see what others have renamed. */
async function tableInPlace(tx: PoolClient): Promise<string> {
  await tx.query('lock table projection.record in access share mode');
  const { rows } = await tx.query<{ oid: string }>(`select 'projection.record'::regclass::oid::text as oid`);
  return rows[0]!.oid;
}

async function* childrenOf(
  tx: PoolClient,
  since: Date,
  policy: Policy,
): AsyncGenerator<{ caseFile: CaseFile; course: Course }, void, undefined> {
  const earlier = `touched join projection.record record using (component_id) where record.received_at <= ${literal(since)}`;
  for await (const records of readComponents(tx, earlier)) {
    for (const caseFile of appliedCaseFiles(records).children)
      yield { caseFile, course: courseOf(caseFile, policy) };
  }
}

/** Neither a new table nor a cursor takes parameters; a Date's text holds nothing but digits and `-:.TZ`. */
function literal(at: Date): string {
  return `'${at.toISOString()}'`;
}
