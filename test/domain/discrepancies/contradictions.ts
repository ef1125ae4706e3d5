import type { Assertion } from '../../../src/domain/case-file.ts';
import { contradictionsOf } from '../../../src/domain/discrepancies/index.ts';
import { factsOf } from '../../../src/domain/facts.ts';
import { currentPolicy } from '../../../src/domain/policy.ts';
import { caseFileOf } from '../../support/records.ts';

/** What one rule finds in one child's records, short: owner, keys, from, until. */
export function found(rule: string, ...records: Assertion[]): string[] {
  return contradictions(rule, ...records).map(({ owner, records: keys, from, until }) =>
    [`${owner}:`, ...keys, momentText(from), momentText(until)].join(' '),
  );
}

export function contradictions(rule: string, ...records: Assertion[]) {
  const caseFile = caseFileOf(...records);
  return contradictionsOf(caseFile, factsOf(caseFile), currentPolicy).filter((one) => one.rule === rule);
}

function momentText(at: number): string {
  return at === -Infinity ? 'always' : at === Infinity ? 'open' : new Date(at).toISOString().slice(0, 16);
}
