import type { Pool } from '../pool.ts';
import type { Disclosure } from './add-disclosures.ts';

/** A disclosure as it is kept; how many children the answer told of, without naming those that were not asked for. */
export interface KeptDisclosure extends Omit<Disclosure, 'childIds'> {
  /** Larger: written later. */
  id: string;
  /** Under which of the ids asked for children were told of. */
  told: string[];
  children: number;
}

interface Row {
  id: string;
  at: Date;
  client: string;
  agency: string | null;
  operation: string;
  request_id: string;
  known_at: Date | null;
  told: string[];
  children: number;
}

/** Ids of before keys named their system count as what they are now. `+ 0`: by the index on lists, not through all rows. */
const sql = `with asked as materialized (
  select id, id as now_id from unnest($1::uuid[]) as one (id)
  union all
  select id, now_id from rollcall.former_id where now_id = any($1::uuid[])
), lists as materialized (
  select id from rollcall.disclosure where child_ids && array(select id from asked) and id + 0 < $2
), found as materialized (
  select one.id from asked, lateral (
    select d.id from rollcall.disclosure d where d.child_id = asked.id and d.id < $2 order by d.id desc limit $3
  ) one
  union all
  (select id from lists order by id desc limit $3)
)
select d.id, d.at, d.client, d.agency, d.operation, d.request_id, d.known_at,
  array(select distinct a.now_id from asked a where a.id = d.child_id or a.id = any(d.child_ids)) as told,
  coalesce(cardinality(d.child_ids), 1) as children
from (select distinct id from found order by id desc limit $3) one,
lateral (select * from rollcall.disclosure d where d.id = one.id offset 0) d
order by d.id desc`;

const LAST = '9223372036854775807';

/**
 * What was told under any of some ids, the latest first.
 * @param before the id of the last of the page before; null: from the latest
 */
export async function readDisclosures(
  db: Pick<Pool, 'query'>,
  childIds: readonly string[],
  before: string | null,
  limit: number,
): Promise<KeptDisclosure[]> {
  const { rows } = await db.query<Row>({
    name: 'read-disclosures',
    text: sql,
    values: [childIds, before ?? LAST, limit],
  });
  return rows.map(({ request_id, known_at, ...rest }) => ({
    ...rest,
    requestId: request_id,
    knownAt: known_at,
  }));
}
