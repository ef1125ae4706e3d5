import type { PoolClient } from '../store/pool.ts';
import type { Position } from '../contracts/status.ts';
import { courseOf, historyOf } from '../domain/assess.ts';
import type { Assertion, CaseFile } from '../domain/case-file.ts';
import { aliasOf, caseFilesOf } from '../domain/case-files.ts';
import { currentPolicy, type Policy } from '../domain/policy.ts';
import { loadRecords } from '../store/queries/load-records.ts';
import type { StatusInterval } from '../store/queries/read-timeline.ts';
import type { AppliedRecord } from '../store/queries/record-row.ts';
import { renderStatus, type RenderedStatus } from './render-status.ts';

/**
 * Where an id leads. `waiting`: the record that it was made of is no child's until a person decides, since its identifiers lead to
 * several children or another content of its event outranks it; `unknown`: no record ever gave this id.
 */
export type Alias = { kind: 'child'; childId: string } | { kind: 'waiting' } | { kind: 'unknown' };

/** Case files put together anew from the records, for what the stored statuses don't answer. */
export interface CaseFileReader {
  /**
   * A child's status as of a moment, by what had been received until another where one is given. None: nothing of it had been;
   * several children, where what makes them one came later, and the id is none of theirs.
   */
  reassess(childId: string, at: Date, knownAt?: Date): Promise<RenderedStatus[]>;
  /** What the status was in each interval by what had been received until a moment; none where it was several children then. */
  historyAsKnown(childId: string, knownAt: Date): Promise<StatusInterval[]>;
  /** Where an id leads that is no child's own now. */
  resolveAlias(id: string): Promise<Alias>;
}

type Queryable = Pick<PoolClient, 'query'>;

export function caseFiles(db: Queryable, policy: Policy = currentPolicy): CaseFileReader {
  return {
    async reassess(childId, at, knownAt) {
      const found = await loadAround(db, childId);
      return childrenThen(found, childId, knownAt).map((child) =>
        renderStatus(child, (content) => found.positions.get(content)!, policy, at.getTime()),
      );
    },
    async historyAsKnown(childId, knownAt) {
      const [child, ...others] = childrenThen(await loadAround(db, childId), childId, knownAt);
      if (child === undefined || others.length > 0) return [];
      return historyOf(courseOf(child, policy)).map(({ from, ...values }) => ({
        validFrom: new Date(from),
        ...values,
      }));
    },
    async resolveAlias(id) {
      const { children, keys } = await loadAround(db, id);
      const child = children.find(({ records }) => records.some(({ inUse }) => aliasOf(inUse.key) === id));
      if (child !== undefined) return { kind: 'child', childId: child.childId };
      return keys.some((key) => aliasOf(key) === id) ? { kind: 'waiting' } : { kind: 'unknown' };
    },
  };
}

/** The children that had this child's records by what had been received until a moment; undefined: by all there is. */
function childrenThen(found: Around, childId: string, knownAt: Date | undefined): CaseFile[] {
  const now = found.children.find((one) => one.childId === childId);
  if (now === undefined) return [];
  if (knownAt === undefined) return [now];
  const known = found.records.filter(({ receivedAt }) => receivedAt <= knownAt);
  const { children } = caseFilesOf(known.map(({ assertion }) => assertion));
  const own = new Set(now.records.map(({ inUse }) => inUse.key));
  const then = children.filter(({ records }) => records.some(({ inUse }) => own.has(inUse.key)));
  // The id was given out by one of its records: of several children then, that record's is meant.
  const meant = then.find(({ records }) => records.some(({ inUse }) => aliasOf(inUse.key) === childId));
  return meant === undefined ? then : [meant];
}

interface Around {
  children: CaseFile[];
  positions: Map<Assertion, Position>;
  keys: string[];
  records: AppliedRecord[];
}

/** The children of the component that an id (a child's, or any record's alias) belongs to. */
async function loadAround(db: Queryable, id: string): Promise<Around> {
  const { rows } = await db.query<{ component_id: string }>(
    'select component_id from identifier where id = $1',
    [id],
  );
  const records = await loadRecords(
    db,
    rows.map((row) => row.component_id),
  );
  const positions = new Map(records.map((record) => [record.assertion, record.position]));
  return {
    children: caseFilesOf(records.map((record) => record.assertion)).children,
    positions,
    keys: records.map((record) => record.assertion.key),
    records,
  };
}
