import { hashId } from '../contracts/hash.ts';
import type { PoolClient } from '../store/pool.ts';
import type { Position } from '../contracts/status.ts';
import { isAct, type Assertion, type CaseFile, type RecordAssertion } from '../domain/case-file.ts';
import { idsGivenBy, type CaseFiles } from '../domain/case-files.ts';
import { currentPolicy, type Policy } from '../domain/policy.ts';
import { findComponents } from '../store/queries/find-components.ts';
import { loadRecords } from '../store/queries/load-records.ts';
import type { AppliedRecord } from '../store/queries/record-row.ts';
import { accountingOf, type Accounting } from './accounting.ts';
import { appliedCaseFiles } from './applied-case-files.ts';
import { linksOf } from './links-of.ts';
import { renderStatus, type RenderedStatus } from './render-status.ts';
import { childById, withRecordsOf } from './which-child.ts';

/**
 * Where an id leads that no child has now.
 * - `moved`: to the child that has the record it was made from.
 * - `several`: that record was about other children before it was corrected; which of them the id meant is for a person to say.
 * - `waiting`: that record belongs to no child until a person decides, since its identifiers lead to several.
 * - `unknown`: no record ever gave this id.
 */
export type Alias =
  | { kind: 'moved'; to: string }
  | { kind: 'several'; childIds: string[] }
  | { kind: 'waiting' }
  | { kind: 'unknown' };

/**
 * What an id meant, judged only by what had been received by some moment.
 * - `known`: a child, under whichever id it had then, even if the id leads elsewhere today.
 * - `several-then`: records that are one child's today belonged to several, because what joins them arrived later.
 * - `not-known-then`: nothing about it had been received.
 */
export type AsKnown = { kind: 'known'; status: RenderedStatus; around: AppliedRecord[] } | NotThen | Alias;

export type NotThen = { kind: 'several-then'; childIds: string[] } | { kind: 'not-known-then' };

/** Puts case files together from the records, for questions that the stored statuses can't answer. */
export interface CaseFileReader {
  /** A child's status as of a moment; null: no child has this id now. */
  reassess(childId: string, at: Date): Promise<RenderedStatus | null>;
  /** The status as of `at`, by what had been received by `knownAt`; `around` is all of that, linked as it was then. */
  asKnown(id: string, knownAt: Date, at: Date): Promise<AsKnown>;
  /** Which answers of the API told of a child, or of a waiting record if the id is that record's. */
  readAccounting(id: string): Promise<({ kind: 'accounting' } & Accounting) | Alias>;
  /** Where an id leads that no child has now. */
  resolveAlias(id: string): Promise<Alias>;
}

type Queryable = Pick<PoolClient, 'query'>;
type LoadedRecord = AppliedRecord & { componentId: string };

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
        return { kind: 'accounting', ...accountingOf(await withTiedBefore(db, records), own) };
      }
      const alias = aliasIn(found);
      if (alias.kind !== 'waiting') return alias;
      const own = new Set(giversOf(records, id).map(({ key }) => key));
      return { kind: 'accounting', ...accountingOf(await withTiedBefore(db, records), own) };
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

/** The child that then had the record which gave the id; failing that, all that had any record of the child whose id it is now. */
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

/** Contents that give, or gave, an id. Acts are left out: not every reader may learn that there is one. */
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

/** With those that an id tied to them until it was overused: they met in one component, and a rebuild may have parted it. */
async function withTiedBefore(
  db: Queryable,
  records: readonly LoadedRecord[],
): Promise<readonly LoadedRecord[]> {
  const ids = new Set(records.flatMap(({ overusedIds }) => overusedIds));
  if (ids.size === 0) return records;
  const others = new Set((await findComponents(db, [...ids].map(hashId))).values());
  for (const { componentId } of records) others.delete(componentId);
  return [...records, ...(await loadRecords(db, [...others]))];
}

interface Around {
  /** The id asked for; one handed out before keys named their system is translated to its present form. */
  id: string;
  children: CaseFile[];
  doubtful: CaseFiles['doubtful'];
  positions: Map<Assertion, Position>;
  records: LoadedRecord[];
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
