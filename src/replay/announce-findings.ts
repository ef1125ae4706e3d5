import type { ChildStatus } from '../contracts/status.ts';
import type { Policy } from '../domain/policy.ts';
import { noticesOf, toldOf } from '../reconciler/notices.ts';
import type { PoolClient } from '../store/pool.ts';
import { addNotices } from '../store/queries/add-notices.ts';
import { readFindings } from '../store/queries/write-findings.ts';

const PAGE = 2_000;

/**
 * Before the shadow is swapped in: tell the owners of duties and discrepancies where it says something else than they were told last.
 * Streamed, since a new policy may touch every child.
 */
export async function announceFindings(tx: PoolClient, { rules }: Policy): Promise<void> {
  await tx.query(
    `declare differing no scroll cursor for select a.child_id, a.findings as before, b.doc
     from projection.child_status a full join rebuild.child_status b on a.child_id = b.child_id
     where a.findings is distinct from b.findings`,
  );
  for (;;) {
    const { rows } = await tx.query<{ child_id: string | null; before: string | null; doc: string | null }>(
      `fetch ${PAGE} from differing`,
    );
    if (rows.length === 0) break;
    const told = toldOf(
      rows.flatMap(({ child_id: childId, before }) =>
        childId === null || before === null ? [] : [{ childId, findings: readFindings(before) }],
      ),
    );
    const statuses = rows.flatMap(({ doc }) => (doc === null ? [] : [JSON.parse(doc) as ChildStatus]));
    await addNotices(tx, noticesOf(told, statuses, rules));
  }
  await tx.query('close differing');
}
