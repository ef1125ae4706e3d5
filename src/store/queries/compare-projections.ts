import type pg from 'pg';

/** How many rows differ between the live tables and the shadow; zero everywhere says they are equal. */
export interface ProjectionDifference {
  children: number;
  statuses: number;
  records: number;
  histories: number;
  feedHours: number;
}

/** Both sides must have been assessed as of one moment. */
const statusesSql = `select a.child_id as live, b.child_id as shadow
from projection.child_status a full join rebuild.child_status b on a.child_id = b.child_id
where a.child_id is null or b.child_id is null or a.positions <> b.positions or a.doc <> b.doc or a.findings <> b.findings`;

const recordsSql = `select count(*)::int as n
from projection.record a full join rebuild.record b
  on a.record_key = b.record_key and a.source = b.source and a.event_id = b.event_id and a.digest = b.digest
where a.record_key is null or b.record_key is null or a.child_id is distinct from b.child_id or a.link_rule <> b.link_rule
  or a.version <> b.version or a.data <> b.data or a.sender <> b.sender or a.received_at <> b.received_at
  or a.topic <> b.topic or a.partition <> b.partition or a."offset" <> b."offset"`;

const historiesSql = `select count(*)::int as n
from projection.status_history a full join rebuild.status_history b on a.child_id = b.child_id and a.valid_from = b.valid_from
where a.child_id is null or b.child_id is null
  or (a.placement, a.notice_to_appear, a.court, a.address, a.contact, a.verification)
  <> (b.placement, b.notice_to_appear, b.court, b.address, b.contact, b.verification)`;

const feedHoursSql = `select count(*)::int as n
from projection.feed_hour a full join rebuild.feed_hour b using (type, source, hour)
where a.records is distinct from b.records or a.conflicts is distinct from b.conflicts or a.last_received_at is distinct from b.last_received_at`;

/** Compare live and shadow; `differing` are the children whose status is not the same, with null where a side lacks them. */
export async function compareProjections(
  tx: pg.ClientBase,
): Promise<ProjectionDifference & { differing: Array<{ live: string | null; shadow: string | null }> }> {
  // Whole tables are joined: in memory where they fit, so that the reconciler waits no longer than it must.
  await tx.query(`set local work_mem = '256MB'`);
  const { rows: differing } = await tx.query<{ live: string | null; shadow: string | null }>(statusesSql);
  const count = async (sql: string) => (await tx.query<{ n: number }>(sql)).rows[0]!.n;
  return {
    differing,
    children: await count('select count(*)::int as n from projection.child_status'),
    statuses: differing.length,
    records: await count(recordsSql),
    histories: await count(historiesSql),
    feedHours: await count(feedHoursSql),
  };
}
