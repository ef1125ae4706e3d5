import type pg from 'pg';
import { column } from './column.ts';

/** A change of the feed, before it has its number. */
export interface NewChange {
  childId: string;
  kind: 'changed' | 'redirected';
  etag: string | null;
  movedTo: string | null;
  /** What changed, comma-separated (reconciler/what-changed.ts); `new` for a new child. */
  changed: string;
}

const sql = `with head as (
  update rollcall.change_head set next = next + $1 returning next - $1 as base
)
insert into rollcall.status_change (seq, child_id, kind, etag, moved_to, changed)
select head.base + c.place - 1, c.child_id, c.kind, c.etag, c.moved_to, c.changed
from head, unnest(
  string_to_array($2, E'\\x1e', E'\\x1f')::uuid[],
  string_to_array($3, E'\\x1e', E'\\x1f')::text[],
  string_to_array($4, E'\\x1e', E'\\x1f')::text[],
  string_to_array($5, E'\\x1e', E'\\x1f')::uuid[],
  string_to_array($6, E'\\x1e', E'\\x1f')::text[]
) with ordinality as c (child_id, kind, etag, moved_to, changed, place)`;

/**
 * Add changes to the feed. Its numbers are given under a row lock kept to the commit, so this comes last in a transaction: who
 * sees a number has seen all before it.
 */
export async function addChanges(tx: pg.ClientBase, changes: readonly NewChange[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.query({
    name: 'add-changes',
    text: sql,
    values: [
      changes.length,
      column(changes.map((change) => change.childId)),
      column(changes.map((change) => change.kind)),
      column(changes.map((change) => change.etag)),
      column(changes.map((change) => change.movedTo)),
      column(changes.map((change) => change.changed)),
    ],
  });
}
