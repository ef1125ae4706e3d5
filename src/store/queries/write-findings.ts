import type pg from 'pg';
import { column } from './column.ts';
import { copyIn, copyRow } from './copy-in.ts';

/**
 * A child's rows in obligation, discrepancy and accountability, each as one text of its columns without the child's id, an empty
 * one being null. None of them holds a control character.
 */
export interface Findings {
  obligations: readonly string[];
  discrepancies: readonly string[];
  accountability: readonly string[];
}

const FIELD = '\u001C';
const ROW = '\u001D';
const TABLE = '\u001B';

export function findingRow(fields: readonly string[]): string {
  return fields.join(FIELD);
}

export function fieldsOf(row: string): string[] {
  return row.split(FIELD);
}

/** As column `findings` of child_status keeps them. */
export function findingsText({ obligations, discrepancies, accountability }: Findings): string {
  return [obligations, discrepancies, accountability].map((rows) => rows.join(ROW)).join(TABLE);
}

export function readFindings(text: string): Findings {
  const [obligations = [], discrepancies = [], accountability = []] = text
    .split(TABLE)
    .map((rows) => (rows === '' ? [] : rows.split(ROW)));
  return { obligations, discrepancies, accountability };
}

/** Rows to go and rows to come, each with its child. */
export interface FindingChanges {
  gone: { obligations: string[]; discrepancies: string[]; accountability: string[] };
  come: { obligations: string[]; discrepancies: string[]; accountability: string[] };
}

export function noFindingChanges(): FindingChanges {
  return {
    gone: { obligations: [], discrepancies: [], accountability: [] },
    come: { obligations: [], discrepancies: [], accountability: [] },
  };
}

const tables = ['obligations', 'discrepancies', 'accountability'] as const;

/** Note what differs between two findings of one child. */
export function noteFindingChanges(
  changes: FindingChanges,
  childId: string,
  before: Findings | null,
  after: Findings | null,
): void {
  for (const table of tables) {
    const had = before?.[table] ?? [];
    const has = after?.[table] ?? [];
    if (had.length === has.length && had.every((row, index) => row === has[index])) continue;
    for (const row of had) if (!has.includes(row)) changes.gone[table].push(childId + FIELD + row);
    for (const row of has) if (!had.includes(row)) changes.come[table].push(childId + FIELD + row);
  }
}

const texts = (parameter: number, type: string): string =>
  `string_to_array($${parameter}, E'\\x1e', E'\\x1f')::${type}[]`;

const deleteObligations = `delete from obligation o using unnest(${texts(1, 'uuid')}, ${texts(2, 'text')}, ${texts(3, 'text')}, ${texts(4, 'text')}) as gone (child_id, rule, owner, subject)
where o.child_id = gone.child_id and o.rule = gone.rule and o.owner = gone.owner and o.subject = gone.subject`;
const deleteDiscrepancies = `delete from discrepancy d using unnest(${texts(1, 'uuid')}, ${texts(2, 'text')}, ${texts(3, 'text')}, ${texts(4, 'timestamptz')}) as gone (child_id, rule, records, opens_at)
where d.child_id = gone.child_id and d.rule = gone.rule and d.records = gone.records and d.opens_at = gone.opens_at`;
const deleteAccountability = `delete from accountability a using unnest(${texts(1, 'uuid')}, ${texts(2, 'text')}, ${texts(3, 'text')}, ${texts(4, 'timestamptz')}) as gone (child_id, measure, cohort, valid_from)
where a.child_id = gone.child_id and a.measure = gone.measure and a.cohort = gone.cohort and a.valid_from = gone.valid_from`;

const obligationColumns =
  'obligation (child_id, rule, owner, subject, opens_at, due_at, overdue_at, closed_at, closed_as, waived_at, acknowledged_at, field_office, birth_date, state, level)';
const discrepancyColumns =
  'discrepancy (child_id, rule, subject, owner, records, detail, opens_at, closes_at, announced)';
const accountabilityColumns = 'accountability (child_id, measure, cohort, valid_from, valid_to)';

/** Delete the rows that are gone, then store those that came. */
export async function writeFindings(tx: pg.ClientBase, { gone, come }: FindingChanges): Promise<void> {
  await deleteRows(tx, 'delete-obligations', deleteObligations, gone.obligations, [0, 1, 2, 3]);
  await deleteRows(tx, 'delete-discrepancies', deleteDiscrepancies, gone.discrepancies, [0, 1, 4, 6]);
  await deleteRows(tx, 'delete-accountability', deleteAccountability, gone.accountability, [0, 1, 2, 3]);
  await copyIn(tx, obligationColumns, come.obligations.map(toCopyRow));
  await copyIn(tx, discrepancyColumns, come.discrepancies.map(toCopyRow));
  await copyIn(tx, accountabilityColumns, come.accountability.map(toCopyRow));
}

/** @param keys the columns of a row, the child's id being the first, that name it */
async function deleteRows(
  tx: pg.ClientBase,
  name: string,
  text: string,
  rows: readonly string[],
  keys: readonly number[],
): Promise<void> {
  if (rows.length === 0) return;
  const fields = rows.map(fieldsOf);
  const values = keys.map((key) => column(fields.map((row) => row[key]!)));
  await tx.query({ name, text, values });
}

function toCopyRow(row: string): string {
  return copyRow(fieldsOf(row).map((field) => (field === '' ? null : field)));
}
