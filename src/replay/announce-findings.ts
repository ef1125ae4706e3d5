import type { ChildStatus } from '../contracts/status.ts';
import type { Policy } from '../domain/policy.ts';
import { noticesOf, toldOf } from '../reconciler/notices.ts';
import type { PoolClient } from '../store/pool.ts';
import { addNotices } from '../store/queries/add-notices.ts';
import { readFindings } from '../store/queries/write-findings.ts';

const PAGE = 2_000;

/** A child of a component as one side has it, or both. */
interface Differing {
  component: string;
  live: string | null;
  shadow: string | null;
}

/**
 * Before the shadow is swapped in: tell the owners of duties and discrepancies where it says something else than they were told last.
 * Streamed, since a new policy may touch every child. Where new rules give a component's children other ids, a duty is told of under the one
 * and stands under the other, so no page's end parts a component. After `compareProjections` in the same transaction.
 * @param page children read at once
 */
export async function announceFindings(tx: PoolClient, { rules }: Policy, page = PAGE): Promise<void> {
  await tx.query(
    `declare differing no scroll cursor for
     select coalesce(b.component_id, component_pair.shadow, a.component_id) as component, a.child_id as live, b.child_id as shadow
     from projection.child_status a full join rebuild.child_status b on a.child_id = b.child_id
     left join component_pair on component_pair.live = a.component_id
     where a.findings is distinct from b.findings order by component`,
  );
  let held: Differing[] = [];
  for (;;) {
    const { rows } = await tx.query<Differing>(`fetch ${page} from differing`);
    const found = [...held, ...rows];
    const last = rows.at(-1)?.component;
    // More of the last component may come.
    const whole = last === undefined ? found.length : found.findIndex(({ component }) => component === last);
    await announcePage(tx, found.slice(0, whole), rules);
    held = found.slice(whole);
    if (rows.length === 0) break;
  }
  await tx.query('close differing');
}

async function announcePage(
  tx: PoolClient,
  children: readonly Differing[],
  rules: Policy['rules'],
): Promise<void> {
  if (children.length === 0) return;
  const before = await tx.query<{ child_id: string; findings: string }>(
    'select child_id, findings from projection.child_status where child_id = any($1::uuid[])',
    [children.map(({ live }) => live).filter((id) => id !== null)],
  );
  const now = await tx.query<{ doc: string }>(
    'select doc from rebuild.child_status where child_id = any($1::uuid[])',
    [children.map(({ shadow }) => shadow).filter((id) => id !== null)],
  );
  const told = toldOf(
    before.rows.map((row) => ({ childId: row.child_id, findings: readFindings(row.findings) })),
  );
  const statuses = now.rows.map(({ doc }) => JSON.parse(doc) as ChildStatus);
  await addNotices(tx, noticesOf(told, statuses, rules));
}
