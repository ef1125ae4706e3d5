import type { PoolClient } from '../store/pool.ts';
import type { Position } from '../contracts/status.ts';
import { isAct, type Assertion, type CaseFile, type RecordAssertion } from '../domain/case-file.ts';
import { idsGivenBy, type CaseFiles } from '../domain/case-files.ts';
import { currentPolicy, type Policy } from '../domain/policy.ts';
import { loadRecords } from '../store/queries/load-records.ts';
import type { AppliedRecord } from '../store/queries/record-row.ts';
import { accountingOf, type Accounting } from './accounting.ts';
import { appliedCaseFiles } from './applied-case-files.ts';
import { linksOf } from './links-of.ts';
import { renderStatus, type RenderedStatus } from './render-status.ts';
import { childById, withRecordsOf } from './which-child.ts';

/**
 * Where an id leads. `several`: the record that it was made of told of other children before it was corrected, so whom the id stood for is for
 * a person to say; `waiting`: that record is no child's until a person decides, since its identifiers lead to several children;
 * `unknown`: no record ever gave this id.
 */
export type Alias =
  | { kind: 'moved'; to: string }
  | { kind: 'several'; childIds: string[] }
  | { kind: 'waiting' }
  | { kind: 'unknown' };

/**
 * What an id meant by what had been received until a moment: a child then, whichever id it had, even if the id has yielded or waits
 * by now. `several-then`: what makes them one child came later, and the id is none of theirs; `not-known-then`: nothing of it had been
 * received.
 */
export type AsKnown = { kind: 'known'; status: RenderedStatus; around: AppliedRecord[] } | NotThen | Alias;

export type NotThen = { kind: 'several-then'; childIds: string[] } | { kind: 'not-known-then' };

/** Case files put together anew from the records, for what the stored statuses don't answer. */
export interface CaseFileReader {
  /** A child's status as of a moment; null: no child has this id now. */
  reassess(childId: string, at: Date): Promise<RenderedStatus | null>;
  /** As of a moment by what had been received until another; `around`: all that had been, linked as it was then. */
  asKnown(id: string, knownAt: Date, at: Date): Promise<AsKnown>;
  /** Which answers told of a child, or of the record that waits by whose id is asked. */
  readAccounting(id: string): Promise<({ kind: 'accounting' } & Accounting) | Alias>;
  /** Where an id leads that is no child's own now. */
  resolveAlias(id: string): Promise<Alias>;
}

type Queryable = Pick<PoolClient, 'query'>;

export function caseFiles(db: Queryable, policy: Policy = currentPolicy): CaseFileReader {
  return {
    async reassess(childId, at) {
      const { children, positions } = await loadAround(db, childId);
      const child = children.find((one) => one.childId === childId);
      if (child === undefined) return null;
      return renderStatus(child, (content) => positions.get(content)!, policy, at.getTime());
    },
    async asKnown(asked, knownAt, at) {
      const found = await loadAround(db, asked);
      const { id } = found;
      const known = found.records.filter(({ receivedAt }) => receivedAt <= knownAt);
      const { children, doubtful } = appliedCaseFiles(known);
      const doubted = doubtful.get(id);
      if (doubted !== undefined) return { kind: 'several-then', childIds: [...doubted] };
      const [child, ...others] = childrenThen(children, found, id);
      if (child === undefined) return whyNone(known, found, id);
      if (others.length > 0)
        return { kind: 'several-then', childIds: [child, ...others].map(({ childId }) => childId).sort() };
      const positionOf = (content: Assertion): Position => found.positions.get(content)!;
      return {
        kind: 'known',
        status: renderStatus(child, positionOf, policy, at.getTime()),
        around: linkedTo(children, known),
      };
    },
    async readAccounting(asked) {
      const found = await loadAround(db, asked);
      const { id, records } = found;
      if (id !== asked) return { kind: 'moved', to: id };
      const child = found.children.find(({ childId }) => childId === id);
      if (child !== undefined) {
        const own = new Set(child.records.map(({ inUse }) => inUse.key));
        return { kind: 'accounting', ...accountingOf(records, own) };
      }
      const alias = aliasIn(found);
      if (alias.kind !== 'waiting') return alias;
      const own = new Set(giversOf(records, id).map(({ key }) => key));
      return { kind: 'accounting', ...accountingOf(records, own) };
    },
    async resolveAlias(id) {
      return aliasIn(await loadAround(db, id));
    },
  };
}

function aliasIn({ id, children, records, doubtful }: Around): Alias {
  const childIds = doubtful.get(id);
  if (childIds !== undefined) return { kind: 'several', childIds: [...childIds] };
  const child = childById(children).get(id);
  if (child !== undefined) return { kind: 'moved', to: child.childId };
  return { kind: giversOf(records, id).length > 0 ? 'waiting' : 'unknown' };
}

/** The child that had the record that gave an id; else those that had any of the records of the child whose id it is now. */
function childrenThen(then: readonly CaseFile[], { children }: Around, id: string): CaseFile[] {
  const meant = childById(then).get(id);
  if (meant !== undefined) return [meant];
  const now = children.find(({ childId }) => childId === id);
  return now === undefined ? [] : withRecordsOf(then, now);
}

function whyNone(known: readonly AppliedRecord[], found: Around, id: string): AsKnown {
  if (giversOf(known, id).length > 0) return { kind: 'waiting' };
  const now = aliasIn(found);
  return now.kind === 'waiting' || (now.kind === 'moved' && now.to === id) ? { kind: 'not-known-then' } : now;
}

/** Contents by which a child may be, or have been, known by an id. An act gives none: whether there is one is not everybody's to know. */
function giversOf(records: readonly AppliedRecord[], id: string): RecordAssertion[] {
  return records
    .map(({ assertion }) => assertion)
    .filter((assertion) => !isAct(assertion))
    .filter((assertion) => idsGivenBy(assertion).includes(id));
}

/** Records as the reconciler would have linked them, had it known no others. */
function linkedTo(children: readonly CaseFile[], records: readonly AppliedRecord[]): AppliedRecord[] {
  const links = linksOf(children);
  return records.map((record) => ({ ...record, childId: null, ...links.get(record.assertion.key) }));
}

interface Around {
  /** The one asked for; of one that was given out before keys named their system, what it is now. */
  id: string;
  children: CaseFile[];
  doubtful: CaseFiles['doubtful'];
  positions: Map<Assertion, Position>;
  records: AppliedRecord[];
}

/** The children of the component that an id (a child's, or any record's alias) belongs to. */
async function loadAround(db: Queryable, id: string): Promise<Around> {
  const { rows } = await db.query<{ id: string; component_id: string }>(
    `select id, component_id from identifier
     where id = coalesce((select now_id from rollcall.former_id where id = $1), $1)`,
    [id],
  );
  const records = await loadRecords(
    db,
    rows.map((row) => row.component_id),
  );
  const positions = new Map(records.map((record) => [record.assertion, record.position]));
  const { children, doubtful } = appliedCaseFiles(records);
  return {
    id: rows[0]?.id ?? id,
    children,
    doubtful,
    positions,
    records,
  };
}
