import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** Store rows by COPY, which costs the server less than an insert. Each row is a text that `copyRow` made. */
export async function copyIn(tx: pg.ClientBase, target: string, rows: readonly string[]): Promise<void> {
  if (rows.length === 0) return;
  const copy = tx.query(copyFrom(`copy ${target} from stdin`));
  copy.end(rows.join(''));
  await finished(copy);
}

/** Columns of one row in COPY's text format. */
export function copyRow(values: ReadonlyArray<string | number | null>): string {
  let row = '';
  for (const value of values) {
    if (row !== '') row += '\t';
    row += value === null ? String.raw`\N` : typeof value === 'number' ? value : escaped(value);
  }
  return `${row}\n`;
}

/** Only backslashes need escaping: JSON text holds no raw control character, and other texts that come here are checked to hold none. */
function escaped(text: string): string {
  return text.includes('\\') ? text.replaceAll('\\', String.raw`\\`) : text;
}
