import type { AccountabilityReport } from '../api/answers/accountability-report.ts';
import { foldText } from './fold-text.ts';
import { textTable } from './text-table.ts';

/** The auditors' table for people: numbers to the right, and what auditors published below. */
export function reportText(report: AccountabilityReport): string {
  const { asOf, years, by, knownAt } = report;
  const known = knownAt === null ? '' : `, by what was received up to ${knownAt}`;
  const definitions = report.measures.flatMap(({ title, definition, audit }) => [
    [`  ${title}`, definition],
    ...audit
      .filter(({ source }) => source !== '')
      .map(({ figure, as, source }) => ['', `auditors: ${figure} (${as}; ${source})`]),
  ]);
  return `Children handed to HHS in fiscal years ${years}, as of ${asOf}${known}

${reportTable(report)}
${definitions.map(([title = '', text = '']) => folded(title, text)).join('')}
rollcall report --json has the list of children behind each number; by ${by}, definitions ${report.definitionVersion}.
`;
}

/** Rows and total alone; `auditors`: and what auditors published first, of all children. */
export function reportTable(
  { by, measures, rows, total }: AccountabilityReport,
  { auditors = false }: { auditors?: boolean } = {},
): string {
  const head = [by === 'fiscal-year' ? 'Fiscal year' : 'Field office', ...measures.map(({ title }) => title)];
  const lines = [...rows, { key: 'Total', ...total }].map(({ key, counts }) => [
    key,
    ...measures.map(({ id }) => counts[id].toLocaleString('en-US')),
  ]);
  const published = ['Auditors', ...measures.map(({ audit }) => shortFigure(audit[0]!))];
  const all = [head, ...lines, ...(auditors ? [published] : [])];
  const widths = head.map((_, column) => Math.max(...all.map((line) => line[column]!.length)));
  return textTable(
    all.map((line) =>
      line.map((cell, column) => (column === 0 ? `  ${cell}` : cell.padStart(widths[column]!))),
    ),
  );
}

function shortFigure({ figure, source }: { figure: string; source: string }): string {
  return source === '' ? 'none' : figure.replace('more than ', '>');
}

const WIDTH = 120;
const MARGIN = 23;

/** A text beside its title, in lines that fit a terminal. */
function folded(title: string, text: string): string {
  return foldText(text, WIDTH - MARGIN)
    .map((line, index) => `${(index === 0 ? title : '').padEnd(MARGIN)}${line}\n`)
    .join('');
}
