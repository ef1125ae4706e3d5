import type pg from 'pg';

const sql = `update record r set child_id = n.child_id, link_rule = n.link_rule
from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[]) as n (component_id, record_key, child_id, link_rule)
where r.component_id = n.component_id and r.record_key = n.record_key`;

/** Link records that are there already to another child, or to none. */
export async function relinkRecords(
  tx: pg.ClientBase,
  links: ReadonlyArray<{ componentId: string; key: string; childId: string | null; linkRule: string }>,
): Promise<void> {
  if (links.length === 0) return;
  await tx.query(sql, [
    links.map((link) => link.componentId),
    links.map((link) => link.key),
    links.map((link) => link.childId),
    links.map((link) => link.linkRule),
  ]);
}
