import { courseOf, type Course } from '../domain/assess.ts';
import type { CaseFile } from '../domain/case-file.ts';
import type { Policy } from '../domain/policy.ts';
import { withSnapshot, type Pool, type PoolClient } from '../store/pool.ts';
import { readComponentRecords } from '../store/queries/read-components.ts';
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
 * what there is.
 */
export async function withKnownAt<T>(
  pool: Pool,
  since: Date,
  policy: Policy,
  use: (known: KnownAt) => Promise<T>,
): Promise<T> {
  return await withSnapshot(pool, async (tx) => {
    await tx.query(`create temp table touched on commit drop as
      select distinct component_id from projection.record where received_at > ${literal(since)}`);
    await tx.query('create unique index on touched (component_id)');
    await tx.query('analyze touched');
    return await use({ tx, children: () => childrenOf(tx, since, policy) });
  });
}

async function* childrenOf(
  tx: PoolClient,
  since: Date,
  policy: Policy,
): AsyncGenerator<{ caseFile: CaseFile; course: Course }, void, undefined> {
  const earlier = `touched join projection.record record using (component_id) where record.received_at <= ${literal(since)}`;
  for await (const records of readComponentRecords(tx, earlier)) {
    for (const caseFile of appliedCaseFiles(records).children)
      yield { caseFile, course: courseOf(caseFile, policy) };
  }
}

/** Neither a new table nor a cursor takes parameters; a Date's text holds nothing but digits and `-:.TZ`. */
function literal(at: Date): string {
  return `'${at.toISOString()}'`;
}
