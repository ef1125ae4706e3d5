import { hashId } from '../../contracts/hash.ts';
import { recordsInUse } from '../../domain/in-use.ts';
import { identifierTexts } from '../../domain/identity/identifiers.ts';
import type { Pool } from '../pool.ts';
import { recordColumns, toAppliedRecord, type RecordRow } from './record-row.ts';

export interface SearchResult {
  /** Children whose records in use carry one of the identifiers, with which of them; sorted by child id. */
  children: Array<{ childId: string; matched: string[] }>;
  /** Records in use that carry one of them and belong to no child yet. */
  unlinked: { records: number; reasons: string[] };
  /** Records that carried one of them in a version that is no longer in use, or that was withdrawn. */
  former: { records: number };
  /** Those of the identifiers that stand for no child (domain/identity/overused-ids.ts): nothing is found by them. */
  overused: string[];
}

/** `offset 0` keeps it a look-up by key for each identifier, as in find-receipts.ts. */
const sql = `select found.*
from (
  select distinct component_id from unnest($1::uuid[]) as wanted (id),
  lateral (select component_id from projection.identifier i where i.id = wanted.id offset 0) named
) component,
lateral (
  select ${recordColumns} from projection.record record
  where record.component_id = component.component_id
  offset 0
) found`;

/**
 * Children by exact identifiers.
 * @param texts identifiers as `textsOf` (domain/identity/identifiers.ts) writes them
 */
export async function searchChildren(
  db: Pick<Pool, 'query'>,
  texts: readonly string[],
): Promise<SearchResult> {
  const { rows } = await db.query<RecordRow>({
    name: 'search-children',
    text: sql,
    values: [texts.map((text) => hashId(text))],
  });
  const records = rows.map(toAppliedRecord);
  const inUse = recordsInUse(records.map((record) => record.assertion));
  const children = new Map<string, Set<string>>();
  const unlinkedKeys = new Set<string>();
  const formerKeys = new Set<string>();
  const reasons = new Set<string>();
  const counted = new Set<string>();
  const overused = new Set(
    records.flatMap(({ overusedIds }) => overusedIds.filter((id) => texts.includes(id))),
  );
  for (const record of records) {
    const { assertion } = record;
    const matched = identifierTexts(assertion).filter((text) => texts.includes(text) && !overused.has(text));
    if (matched.length === 0) continue;
    if (inUse.get(assertion.key)?.inUse.digest !== assertion.digest || assertion.data.voided === true) {
      formerKeys.add(assertion.key);
      continue;
    }
    counted.add(assertion.key);
    if (record.childId === null) {
      unlinkedKeys.add(assertion.key);
      reasons.add(record.linkRule);
      continue;
    }
    const known = children.get(record.childId) ?? new Set();
    for (const text of matched) known.add(text);
    children.set(record.childId, known);
  }
  return {
    children: [...children]
      .map(([childId, matched]) => ({ childId, matched: [...matched].sort() }))
      .sort((a, b) => (a.childId < b.childId ? -1 : 1)),
    unlinked: { records: unlinkedKeys.size, reasons: [...reasons].sort() },
    former: { records: [...formerKeys].filter((key) => !counted.has(key)).length },
    overused: [...overused].sort(),
  };
}
