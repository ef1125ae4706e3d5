import type { PoolClient } from '../store/pool.ts';
import type { Position } from '../contracts/status.ts';
import type { CaseFile } from '../domain/case-file.ts';
import { aliasOf, caseFilesOf } from '../domain/case-files.ts';
import { currentPolicy, type Policy } from '../domain/policy.ts';
import { loadRecords } from '../store/queries/load-records.ts';
import { contentKey, renderStatus, type RenderedStatus } from './render-status.ts';

/** Case files put together anew from the records, for what the stored statuses don't answer. */
export interface CaseFileReader {
  /** A child's status as of a moment; null: no such child. */
  reassess(childId: string, at: Date): Promise<RenderedStatus | null>;
  /** The child that an id leads to which is not its own now; null: no record ever gave this id. */
  resolveAlias(id: string): Promise<string | null>;
}

type Queryable = Pick<PoolClient, 'query'>;

export function caseFiles(db: Queryable, policy: Policy = currentPolicy): CaseFileReader {
  return {
    async reassess(childId, at) {
      const found = await loadAround(db, childId);
      const child = found.children.find((one) => one.childId === childId);
      return child === undefined
        ? null
        : renderStatus(child, (content) => found.positions.get(content)!, policy, at.getTime());
    },
    async resolveAlias(id) {
      const { children } = await loadAround(db, id);
      return (
        children.find((child) => child.records.some(({ inUse }) => aliasOf(inUse.key) === id))?.childId ??
        null
      );
    },
  };
}

/** The children of the component that an id (a child's, or any record's alias) belongs to. */
async function loadAround(
  db: Queryable,
  id: string,
): Promise<{ children: CaseFile[]; positions: Map<string, Position> }> {
  const { rows } = await db.query<{ component_id: string }>(
    'select component_id from identifier where id = $1',
    [id],
  );
  const records = await loadRecords(
    db,
    rows.map((row) => row.component_id),
  );
  const positions = new Map(records.map((record) => [contentKey(record.assertion), record.position]));
  return { children: caseFilesOf(records.map((record) => record.assertion)).children, positions };
}
