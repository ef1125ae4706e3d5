import type { Pool } from '../pool.ts';

type Queryable = Pick<Pool, 'query'>;

/** In the transaction: a temporary table `touched (component_id)` of the components for which something was received since. */
export async function gatherTouched(tx: Queryable, since: Date): Promise<void> {
  await tx.query(`create temp table touched on commit drop as
    select distinct component_id from projection.record where received_at > ${literal(since)}`);
  await tx.query('create unique index on touched (component_id)');
  await tx.query('analyze touched');
}

/**
 * SQL condition for queries after `gatherTouched`: nothing of the child's component was received since, so what is stored about it was
 * known then. (`not in` would scan all touched components for each child once they no longer fit into `work_mem`.)
 * @param childId the column, with its table's name
 */
export function untouched(childId: string): string {
  return `not exists (select from projection.child_status status join touched using (component_id)
    where status.child_id = ${childId})`;
}

/**
 * The same for a page, looked up for each of its children.
 * @param since the parameter that has the moment
 */
export function untouchedSince(childId: string, since: string): string {
  return `not exists (select from projection.child_status status join projection.record using (component_id)
    where status.child_id = ${childId} and record.received_at > ${since})`;
}

/** From an id up to another, both included. */
export interface IdRange {
  from: string;
  upTo: string;
}

/** Of the components that have an id in the range, those for which something was received since. A child's id is always an id of its component. */
export async function findTouched(tx: Queryable, { from, upTo }: IdRange, since: Date): Promise<string[]> {
  const { rows } = await tx.query<{ component_id: string }>({
    name: 'find-touched',
    text: `select component_id from (select distinct component_id from projection.identifier where id between $1 and $2) near
      where exists (select from projection.record where record.component_id = near.component_id and record.received_at > $3)`,
    values: [from, upTo, since],
  });
  return rows.map((row) => row.component_id);
}

/** A component of so many contents since is rare. */
const CONTENTS = 10;

/** All components for which something was received since; null if there are, or may be, more than `most`. */
export async function fewTouched(tx: Queryable, since: Date, most: number): Promise<string[] | null> {
  const { rows } = await tx.query<{ component_id: string; contents: number }>({
    name: 'few-touched',
    text: `select component_id, count(*)::int as contents from (
        select component_id from projection.record where received_at > $1 limit $2
      ) latest group by component_id`,
    values: [since, most * CONTENTS],
  });
  const contents = rows.reduce((sum, row) => sum + row.contents, 0);
  return rows.length > most || contents === most * CONTENTS ? null : rows.map((row) => row.component_id);
}

/** How many ids there are, as the planner believes; it knows nothing of a table never looked at. */
export async function estimateIdentifiers(tx: Queryable): Promise<number> {
  const { rows } = await tx.query<{ about: number }>(
    `select greatest(reltuples, 0)::float8 as about from pg_class where oid = 'projection.identifier'::regclass`,
  );
  return rows[0]!.about;
}

/** For statements that take no parameters; a Date's text holds nothing but digits and `-:.TZ`. */
export function literal(at: Date): string {
  return `'${at.toISOString()}'`;
}
