import type pg from 'pg';

/** Which of some messages, each by `<topic>/<partition>/<offset>`, are dead letters since they could not be stored. */
export async function findApplyFailed(tx: pg.ClientBase, origins: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ origin: string }>(
    `select origin from rollcall.dead_letter where code = 'apply-failed' and origin = any($1::text[])`,
    [origins],
  );
  return new Set(rows.map(({ origin }) => origin));
}
