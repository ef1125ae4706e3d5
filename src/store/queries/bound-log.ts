import type pg from 'pg';

type Db = Pick<pg.ClientBase, 'query'>;

/** The log that the consumer offsets count in. */
export interface BoundLog {
  kind: string;
  id: string;
  /** It was another one before. */
  moved: boolean;
}

/** Null where no process has started yet. */
export async function readBoundLog(db: Db): Promise<BoundLog | null> {
  const { rows } = await db.query<BoundLog>('select kind, id, moved from rollcall.bound_log');
  return rows[0] ?? null;
}

/** Name the log where none is named yet. */
export async function bindLogOnce(db: Db, { kind, id }: Omit<BoundLog, 'moved'>): Promise<void> {
  await db.query('insert into rollcall.bound_log (kind, id) values ($1, $2) on conflict do nothing', [
    kind,
    id,
  ]);
}

/**
 * Name another log and forget how far the one before was read. Dead letters are known by their place: those of before make room
 * for the new log's.
 * @param before null: none was named
 */
export async function bindLogAnew(
  tx: pg.ClientBase,
  { kind, id }: Omit<BoundLog, 'moved'>,
  before: Omit<BoundLog, 'moved'> | null,
): Promise<void> {
  await tx.query(
    `insert into rollcall.bound_log (kind, id, moved) values ($1, $2, $3)
     on conflict ("only") do update set kind = excluded.kind, id = excluded.id, bound_at = now(), moved = true`,
    [kind, id, before !== null],
  );
  await tx.query('delete from projection.consumer_offset');
  if (before === null) return;
  await tx.query(`update rollcall.dead_letter set origin = $1 || origin where origin not like '% %'`, [
    `${before.kind} ${before.id} `,
  ]);
}
