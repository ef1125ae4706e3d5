import type { Pool } from '../pool.ts';
import type { Disclosure } from './add-disclosures.ts';

/** A disclosure as it is kept; how many children the answer told of, without naming others than the one asked for. */
export interface KeptDisclosure extends Omit<Disclosure, 'childIds'> {
  /** Larger: written later. */
  id: string;
  children: number;
}

interface Row {
  id: string;
  at: Date;
  client: string;
  agency: string | null;
  operation: string;
  request_id: string;
  children: number;
}

const sql = `with asked as materialized (
  select $1::uuid[] || array(select id from rollcall.former_id where now_id = any($1::uuid[])) as ids,
    coalesce($2::bigint, 9223372036854775807) as before
)
select id, at, client, agency, operation, request_id, coalesce(cardinality(child_ids), 1) as children
from rollcall.disclosure where id in (
  select one.id from asked, unnest(asked.ids) as child (id),
  lateral (
    select d.id from rollcall.disclosure d
    where d.child_id = child.id and d.id < asked.before order by d.id desc limit $3
  ) one
  union all
  select many.id from asked,
  lateral (
    select d.id from rollcall.disclosure d
    where d.child_ids && asked.ids and d.id < asked.before order by d.id desc limit $3
  ) many
)
order by id desc limit $3`;

/**
 * What was told of a child, the latest first.
 * @param childIds all ids that lead to it
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
    values: [childIds, before, limit],
  });
  return rows.map(({ request_id, ...rest }) => ({ ...rest, requestId: request_id }));
}
