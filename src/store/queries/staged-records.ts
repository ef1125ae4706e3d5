import type pg from 'pg';
import { column } from './column.ts';
import { copyIn, copyRow } from './copy-in.ts';
import type { FeedHour } from './add-feed-hours.ts';
import { insertRecords, type NewRecord } from './insert-records.ts';
import { recordColumns, type RecordRow } from './record-row.ts';

/**
 * Tables of a rebuild's schema in which records wait, each with its component, until all are there, and what counts meanwhile. No log of them is written: after a
 * crash the rebuild begins again.
 */
const createSql = `
create unlogged table rebuild.staged_record (like projection.record);
create unlogged table rebuild.staged_move (component_id uuid not null);
create unlogged table rebuild.staged_hour (like projection.feed_hour);
create unlogged table rebuild.staged_with (name text, kind text, other text, primary key (name, kind, other))`;

const dropSql =
  'drop table rebuild.staged_record, rebuild.staged_move, rebuild.staged_hour, rebuild.staged_with';

const moveSql = `insert into staged_move select unnest(string_to_array($1, E'\\x1e', E'\\x1f')::uuid[])`;

export type StagedRecord = Omit<NewRecord, 'childId' | 'linkRule'>;

export interface StagedRow extends RecordRow {
  component_id: string;
  sender: string;
}

export async function createStage(db: Pick<pg.ClientBase, 'query'>): Promise<void> {
  await db.query(createSql);
}

export async function dropStage(db: Pick<pg.ClientBase, 'query'>): Promise<void> {
  await db.query(dropSql);
}

/** @param moved components that others have taken in since the last call */
export async function stageRecords(
  tx: pg.ClientBase,
  records: readonly StagedRecord[],
  moved: readonly string[],
): Promise<void> {
  await insertRecords(
    tx,
    records.map((record) => ({ ...record, childId: null, linkRule: '' })),
    'staged_record',
  );
  if (moved.length > 0) await tx.query(moveSql, [column(moved)]);
}

/**
 * Open the cursor `staged` over all that was staged, component by component, in each in the order of the log. A record staged with a component
 * that another took in comes with that other.
 */
export async function declareStaged(tx: pg.ClientBase): Promise<void> {
  await tx.query('analyze staged_record, staged_move');
  // One pass over the sorted runs, also at national size.
  await tx.query(`set local work_mem = '256MB'`);
  await tx.query(
    `declare staged no scroll cursor for
     with moved as materialized (
       select distinct moved.component_id, now.component_id as into_id
       from staged_move moved join identifier now on now.id = moved.component_id)
     select coalesce(moved.into_id, record.component_id) as component_id, ${recordColumns}, record.sender
     from staged_record record left join moved using (component_id)
     order by 1, record.topic, record.partition, record."offset"`,
  );
}

export async function fetchStaged(tx: pg.ClientBase, rows: number): Promise<StagedRow[]> {
  return (await tx.query<StagedRow>(`fetch ${rows} from staged`)).rows;
}

/** Counts that `addStagedHours` will sum up: records come by component, and so each page of them has thousands of hours. */
export async function stageHours(tx: pg.ClientBase, hours: Iterable<FeedHour>): Promise<void> {
  const rows = Array.from(hours, (one) =>
    copyRow([one.type, one.source, one.hour, one.records, one.conflicts, one.lastReceivedAt]),
  );
  await copyIn(tx, 'staged_hour (type, source, hour, records, conflicts, last_received_at)', rows);
}

export async function addStagedHours(tx: pg.ClientBase): Promise<void> {
  await tx.query(
    `insert into feed_hour (type, source, hour, records, conflicts, last_received_at)
     select type, source, hour, sum(records), sum(conflicts), max(last_received_at) from staged_hour group by type, source, hour`,
  );
}
