import type pg from 'pg';
import { column } from './column.ts';
import type { EventName } from './overused-events.ts';

/** With what an event, or an agency's id, was staged: a content, or another identifier. */
export interface StagedWith {
  name: string;
  kind: string;
  other: string;
}

const noteSql = `insert into staged_with
select distinct * from unnest(string_to_array($1, E'\\x1e', E'\\x1f'), string_to_array($2, E'\\x1e', E'\\x1f'), string_to_array($3, E'\\x1e', E'\\x1f'))
on conflict do nothing`;

const shownSql = `select distinct name from (
  select name from staged_with where name = any(string_to_array($1, E'\\x1e', E'\\x1f')) group by name, kind having count(*) > $2) crowded`;

/** What the live tables know to be overused and those of the rebuild do not: all of it, since there is none or a little. */
export async function readAwaited(tx: pg.ClientBase): Promise<{ events: EventName[]; ids: string[] }> {
  const events = await tx.query<{ source: string; event_id: string }>(
    'select source, event_id from projection.overused_event except select source, event_id from overused_event',
  );
  const ids = await tx.query<{ id: string }>(
    'select id from projection.overused_identifier except select id from overused_identifier',
  );
  return {
    events: events.rows.map((row) => ({ source: row.source, eventId: row.event_id })),
    ids: ids.rows.map(({ id }) => id),
  };
}

export async function noteStaged(tx: pg.ClientBase, came: readonly StagedWith[]): Promise<void> {
  await tx.query(noteSql, [
    column(came.map(({ name }) => name)),
    column(came.map(({ kind }) => kind)),
    column(came.map(({ other }) => other)),
  ]);
}

/** Those of some names that were staged with more than `most` others of one kind. */
export async function findShown(
  tx: pg.ClientBase,
  names: readonly string[],
  most: number,
): Promise<string[]> {
  if (names.length === 0) return [];
  const { rows } = await tx.query<{ name: string }>(shownSql, [column(names), most]);
  return rows.map(({ name }) => name);
}
