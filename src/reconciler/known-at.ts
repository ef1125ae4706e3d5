import { courseOf, type Course } from '../domain/assess.ts';
import type { Assertion, CaseFile } from '../domain/case-file.ts';
import { caseFilesOf } from '../domain/case-files.ts';
import type { Policy } from '../domain/policy.ts';
import type { Pool, PoolClient } from '../store/pool.ts';
import { recordColumns, toAppliedRecord, type RecordRow } from '../store/queries/record-row.ts';

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

const PAGE = 2_000;

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
  const tx = await pool.connect();
  try {
    await tx.query('begin isolation level repeatable read');
    await tx.query({
      text: `create temp table touched on commit drop as
        select distinct component_id from projection.record where received_at > ${literal(since)}`,
    });
    await tx.query('create unique index on touched (component_id)');
    await tx.query('analyze touched');
    return await use({ tx, children: () => childrenOf(tx, since, policy) });
  } finally {
    // Nothing was written but the temporary table.
    await tx.query('rollback').catch(() => {});
    tx.release();
  }
}

async function* childrenOf(
  tx: PoolClient,
  since: Date,
  policy: Policy,
): AsyncGenerator<{ caseFile: CaseFile; course: Course }, void, undefined> {
  await tx.query(
    `declare earlier no scroll cursor for select record.component_id, ${recordColumns}
     from touched join projection.record record using (component_id)
     where record.received_at <= ${literal(since)} order by record.component_id`,
  );
  let component = '';
  let assertions: Assertion[] = [];
  for (;;) {
    const { rows } = await tx.query<RecordRow & { component_id: string }>(`fetch ${PAGE} from earlier`);
    if (rows.length === 0) break;
    for (const row of rows) {
      if (row.component_id !== component) {
        yield* assessed(assertions, policy);
        component = row.component_id;
        assertions = [];
      }
      assertions.push(toAppliedRecord(row).assertion);
    }
  }
  yield* assessed(assertions, policy);
  await tx.query('close earlier');
}

function* assessed(
  assertions: readonly Assertion[],
  policy: Policy,
): Generator<{ caseFile: CaseFile; course: Course }, void, undefined> {
  if (assertions.length === 0) return;
  for (const caseFile of caseFilesOf(assertions).children)
    yield { caseFile, course: courseOf(caseFile, policy) };
}

/** Neither a new table nor a cursor takes parameters; a Date's text holds nothing but digits and `-:.TZ`. */
function literal(at: Date): string {
  return `'${at.toISOString()}'`;
}
