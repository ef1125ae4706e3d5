import type pg from 'pg';
import { overusedIdsOf } from './record-row.ts';

/** Tables that a rebuild makes and that are not compared, each with the reason. Every other table of the projection is, also one added later. */
export const notCompared: Readonly<Record<string, string>> = {
  consumer_offset:
    'how far the live tables were read: the new ones are made to there, so it can show nothing',
};

/** Columns in which a row may differ and both be right, by table, each with the reason. All others are compared. */
const leftOut: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  child_status: {
    put_off_until: 'when the sweeper tries again what could not be assessed, which no record says',
  },
};

export interface ProjectionDifference {
  /** Children in the live tables. */
  children: number;
  /** How many rows differ, by table, in order of name; zero everywhere says that live tables and shadow are equal. A row with another content counts once. */
  rows: Record<string, number>;
  /** The children whose row in child_status is not the same, with null where a side lacks them. */
  statuses: Array<{ live: string | null; shadow: string | null }>;
}

/** Compare live tables and shadow; both must have been assessed as of one moment. */
export async function compareProjections(tx: pg.ClientBase): Promise<ProjectionDifference> {
  // Whole tables are read: in memory where they fit, so that the reconciler waits no longer than it must; not by keys (plan-by-key.ts).
  await tx.query(
    `set local work_mem = '256MB'; set local enable_seqscan = on; set local enable_hashjoin = on; set local enable_mergejoin = on`,
  );
  await pairComponents(tx);
  await markLoose(tx);
  const rows: Record<string, number> = {};
  let statuses: ProjectionDifference['statuses'] = [];
  for (const [table, columns] of await columnsCompared(tx)) {
    if (table === 'child_status') {
      statuses = await differingStatuses(tx, columns);
      rows[table] = statuses.length;
    } else rows[table] = await countDiffering(tx, table, columns);
  }
  const { rows: counted } = await tx.query<{ n: number }>(
    'select count(*)::int as n from projection.child_status',
  );
  return { children: counted[0]!.n, rows, statuses };
}

/** From the database's own catalogue, as the shadow is made. */
async function columnsCompared(tx: pg.ClientBase): Promise<Map<string, string[]>> {
  const { rows } = await tx.query<{ table: string; column: string }>(
    `select relname as table, attname as column from pg_attribute join pg_class on pg_class.oid = attrelid
     where relnamespace = 'projection'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped
     order by relname, attnum`,
  );
  const compared = new Map<string, string[]>();
  for (const { table, column } of rows) {
    if (table in notCompared || column in (leftOut[table] ?? {})) continue;
    compared.set(table, [...(compared.get(table) ?? []), column]);
  }
  return compared;
}

/**
 * A component is named by what came first, so both sides may call it otherwise: which of the shadow's is which of the live ones, by the
 * identifiers that they share. Where one has become two, or two one, those that share most are a pair and the others have none.
 */
async function pairComponents(tx: pg.ClientBase): Promise<void> {
  await tx.query(
    `create temp table component_pair on commit drop as
     select distinct on (shadow) live, shadow from (
       select distinct on (live) live, shadow, shared from (
         select a.component_id as live, b.component_id as shadow, count(*) as shared
         from projection.identifier a join rebuild.identifier b using (id) group by 1, 2) met
       order by live, shared desc, shadow) nearest
     order by shadow, shared desc, live`,
  );
  await tx.query('analyze component_pair');
}

/**
 * Which contents of an overused event or identifier met in one component depends on the batches that they came in, and does not matter
 * (docs/decisions/0023, 0029): how components with such a content are put together is not compared.
 */
async function markLoose(tx: pg.ClientBase): Promise<void> {
  for (const schema of ['projection', 'rebuild'])
    await tx.query(
      `create temp table loose_in_${schema} on commit drop as
       select distinct component_id from ${schema}.record join ${schema}.overused_event using (source, event_id)
       union
       select component_id from ${schema}.record record where ${overusedIdsOf(`${schema}.`)} is not null`,
    );
  await tx.query('analyze loose_in_projection, loose_in_rebuild');
}

/**
 * Rows that one side has and the other has not, as `hash`, with `n` how many more of them the live table has. A row stands for itself by
 * a hash of 64 bits, so that a table of any width is compared in one pass of each side; that it hides a difference is one in 2^64.
 * @param by a column that is told along, or nothing
 */
function rowsAlone(table: string, columns: readonly string[], by: string): string {
  const hash = (named: (column: string) => string): string =>
    `hash_record_extended(row(${columns.map(named).join(', ')}), 0) as hash`;
  const paired = columns.includes('component_id');
  const named = (component: string) => (column: string) =>
    column === 'component_id'
      ? `case when loose.component_id is null then ${component} end`
      : `t."${column}"`;
  const loose = (schema: string): string =>
    paired ? `left join loose_in_${schema} loose on loose.component_id = t.component_id` : '';
  return `select ${by} hash, sum(side)::int as n from (
    select ${by} 1 as side, ${hash(named('component_pair.shadow'))} from projection."${table}" t
      ${paired ? 'left join component_pair on component_pair.live = t.component_id' : ''} ${loose('projection')}
    union all
    select ${by} -1 as side, ${hash(named('t.component_id'))} from rebuild."${table}" t ${loose('rebuild')}) both_sides
  group by ${by} hash having sum(side) <> 0`;
}

async function countDiffering(tx: pg.ClientBase, table: string, columns: readonly string[]): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    `select greatest(coalesce(sum(n) filter (where n > 0), 0), coalesce(-sum(n) filter (where n < 0), 0))::int as n
     from (${rowsAlone(table, columns, '')}) alone`,
  );
  return rows[0]!.n;
}

async function differingStatuses(
  tx: pg.ClientBase,
  columns: readonly string[],
): Promise<ProjectionDifference['statuses']> {
  const { rows } = await tx.query<{ id: string; in_live: boolean; in_shadow: boolean }>(
    `select child_id as id, bool_or(n > 0) as in_live, bool_or(n < 0) as in_shadow
     from (${rowsAlone('child_status', columns, 'child_id,')}) alone group by child_id`,
  );
  return rows.map((row) => ({ live: row.in_live ? row.id : null, shadow: row.in_shadow ? row.id : null }));
}
