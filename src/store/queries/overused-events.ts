import type pg from 'pg';
import { column } from './column.ts';

export interface EventName {
  source: string;
  eventId: string;
}

const findSql = `select source, event_id from overused_event
where (source, event_id) in (select * from unnest(string_to_array($1, E'\\x1e', E'\\x1f'), string_to_array($2, E'\\x1e', E'\\x1f')))`;

const addSql = `insert into overused_event
select * from unnest(string_to_array($1, E'\\x1e', E'\\x1f'), string_to_array($2, E'\\x1e', E'\\x1f')) on conflict do nothing`;

/** Those of some events that are known to have more contents than are named (domain/event-contents.ts). */
export async function findOverusedEvents(
  tx: pg.ClientBase,
  events: readonly EventName[],
): Promise<EventName[]> {
  if (events.length === 0) return [];
  const { rows } = await tx.query<{ source: string; event_id: string }>({
    name: 'find-overused-events',
    text: findSql,
    values: columnsOf(events),
  });
  return rows.map((row) => ({ source: row.source, eventId: row.event_id }));
}

/** The caller holds the component of each, or has just claimed its id: no two wait for each other here. */
export async function addOverusedEvents(tx: pg.ClientBase, events: readonly EventName[]): Promise<void> {
  if (events.length === 0) return;
  await tx.query(addSql, columnsOf(events));
}

function columnsOf(events: readonly EventName[]): string[] {
  return [column(events.map(({ source }) => source)), column(events.map(({ eventId }) => eventId))];
}
