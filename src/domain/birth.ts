import type { BirthDate } from '../contracts/person.ts';
import type { CaseFile, RecordAssertion } from './case-file.ts';

/** When a child was born, as far as may be relied on: on one of these days, `YYYY-MM-DD`. */
export interface Birth {
  earliest: string;
  latest: string;
}

const rank: Record<BirthDate['precision'], number> = { day: 3, month: 2, year: 1, assigned: 0 };

/**
 * The birth date in use: of the records that say something, the most precise, then the latest recorded, then that of the greatest
 * key. Another one that cannot also be true is a discrepancy. Null: none is known.
 */
export function birthOf(caseFile: CaseFile): Birth | null {
  const date = birthRecordOf(caseFile)?.data.person.birthDate;
  return date === undefined ? null : possibleDays(date);
}

/** The record that says the birth date in use. */
export function birthRecordOf(caseFile: CaseFile): RecordAssertion | null {
  let chosen: { record: RecordAssertion; date: BirthDate } | null = null;
  for (const { inUse } of caseFile.records) {
    const date = inUse.data.person.birthDate;
    if (date === undefined || inUse.data.voided === true) continue;
    const better =
      chosen === null ||
      rank[date.precision] > rank[chosen.date.precision] ||
      (rank[date.precision] === rank[chosen.date.precision] &&
        inUse.data.recordedAt >= chosen.record.data.recordedAt);
    if (better) chosen = { record: inUse, date };
  }
  return chosen === null ? null : chosen.record;
}

/** Of an assigned date only the year may be relied on (contracts/person.ts). */
export function possibleDays({ value, precision }: BirthDate): Birth {
  if (precision === 'day') return { earliest: value, latest: value };
  if (precision === 'month') return { earliest: `${value}-01`, latest: lastOfMonth(value) };
  const year = value.slice(0, 4);
  return { earliest: `${year}-01-01`, latest: `${year}-12-31` };
}

/** The day on which someone born on a day reaches an age; born on 29 February, the first of March in common years. */
export function birthday(born: string, age: number): string {
  const year = Number(born.slice(0, 4)) + age;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return `${year}${born.endsWith('-02-29') && !isLeap ? '-03-01' : born.slice(4)}`;
}

function lastOfMonth(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}
