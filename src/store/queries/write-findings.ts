import type pg from 'pg';
import { column } from './column.ts';
import { copyIn, copyRow } from './copy-in.ts';

/** What a child's findings are kept in, and the columns of each table beside the child's id, in the order of a row's text. */
const columns = {
  obligations: [
    'rule',
    'owner',
    'subject',
    'opens_at',
    'due_at',
    'overdue_at',
    'closed_at',
    'closed_as',
    'waived_at',
    'acknowledged_at',
    'field_office',
    'birth_date',
    'state',
    'level',
  ],
  discrepancies: ['rule', 'subject', 'owner', 'records', 'detail', 'opens_at', 'closes_at', 'announced'],
  accountability: ['measure', 'cohort', 'valid_from', 'valid_to'],
} as const;

type FindingTable = keyof typeof columns;
const tables = Object.keys(columns) as FindingTable[];

/** Values of one row by column; an empty one is null in the table. None of them holds a control character. */
export type Finding<T extends FindingTable> = Record<(typeof columns)[T][number], string>;

/** A child's rows of each table, each as the text that `findingRow` makes of it. */
export type Findings = Record<FindingTable, readonly string[]>;

const FIELD = '\u001C';
const ROW = '\u001D';
const TABLE = '\u001B';

// Loops, here and below: every row of a child comes this way each time that it is assessed.
export function findingRow<T extends FindingTable>(table: T, finding: Finding<T>): string {
  const names: ReadonlyArray<keyof Finding<T>> = columns[table];
  let row: string = finding[names[0]!];
  for (let at = 1; at < names.length; at += 1) row += FIELD + finding[names[at]!];
  return row;
}

/** A row's values again. */
export function findingOf<T extends FindingTable>(table: T, row: string): Finding<T> {
  const names: readonly string[] = columns[table];
  const values = row.split(FIELD);
  const finding: Record<string, string> = {};
  for (let at = 0; at < names.length; at += 1) finding[names[at]!] = values[at]!;
  return finding as Finding<T>;
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
  gone: Record<FindingTable, string[]>;
  come: Record<FindingTable, string[]>;
}

export function noFindingChanges(): FindingChanges {
  return {
    gone: { obligations: [], discrepancies: [], accountability: [] },
    come: { obligations: [], discrepancies: [], accountability: [] },
  };
}

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

/** Each table by its name in the database, and by which columns a row of a child is found in it. */
const stored: { [T in FindingTable]: { name: string; by: ReadonlyArray<(typeof columns)[T][number]> } } = {
  obligations: { name: 'obligation', by: ['rule', 'owner', 'subject'] },
  discrepancies: { name: 'discrepancy', by: ['rule', 'records', 'opens_at'] },
  accountability: { name: 'accountability', by: ['measure', 'cohort', 'valid_from'] },
};

/** Delete the rows that are gone, then store those that came. */
export async function writeFindings(tx: pg.ClientBase, { gone, come }: FindingChanges): Promise<void> {
  for (const table of tables) await deleteRows(tx, table, gone[table]);
  for (const table of tables) {
    const target = `${stored[table].name} (child_id, ${columns[table].join(', ')})`;
    await copyIn(tx, target, come[table].map(toCopyRow));
  }
}

async function deleteRows(tx: pg.ClientBase, table: FindingTable, rows: readonly string[]): Promise<void> {
  if (rows.length === 0) return;
  const names: readonly string[] = ['child_id', ...columns[table]];
  const fields = rows.map((row) => row.split(FIELD));
  const keys = ['child_id', ...stored[table].by].map((name) => names.indexOf(name));
  const values = keys.map((key) => column(fields.map((row) => row[key]!)));
  await tx.query({ name: `delete-${table}`, text: deleteSql[table], values });
}

const deleteSql = Object.fromEntries(tables.map((table) => [table, deleteFrom(table)])) as Record<
  FindingTable,
  string
>;

function deleteFrom(table: FindingTable): string {
  const { name, by } = stored[table];
  const keys = ['child_id', ...by];
  const lists = keys.map((key, at) => `string_to_array($${at + 1}, E'\\x1e', E'\\x1f')::${typeOf(key)}[]`);
  return `delete from ${name} t using unnest(${lists.join(', ')}) as gone (${keys.join(', ')})
where ${keys.map((key) => `t.${key} = gone.${key}`).join(' and ')}`;
}

function typeOf(key: string): string {
  if (key === 'child_id') return 'uuid';
  return key === 'opens_at' || key === 'valid_from' ? 'timestamptz' : 'text';
}

function toCopyRow(row: string): string {
  return copyRow(row.split(FIELD).map((field) => (field === '' ? null : field)));
}
