import type { Identifiers } from '../../contracts/person.ts';
import { isAct, type Assertion } from '../case-file.ts';

const A_NUMBER = 'a:';

/**
 * A record's identifiers as texts that are equal exactly where the identifiers are, each with its kind in front:
 * `a:` A-number, `orr:`, `eid:`, `eoir:`, `fin:`.
 * A person's act has none: it belongs where the record is that it names.
 */
export function identifierTexts(assertion: Assertion): string[] {
  if (isAct(assertion)) return [];
  const identifiers = assertion.data.person.identifiers;
  return identifiers === undefined ? [] : textsOf(identifiers);
}

/** As `identifierTexts`, of identifiers alone. */
export function textsOf(ids: Identifiers): string[] {
  const texts: string[] = [];
  if (ids.aNumber !== undefined) texts.push(A_NUMBER + ids.aNumber);
  if (ids.orrId !== undefined) texts.push(`orr:${ids.orrId}`);
  if (ids.eidSubjectId !== undefined) texts.push(`eid:${ids.eidSubjectId}`);
  if (ids.eoirCaseId !== undefined) texts.push(`eoir:${ids.eoirCaseId}`);
  if (ids.fin !== undefined) texts.push(`fin:${ids.fin}`);
  return texts;
}

export function isANumber(text: string): boolean {
  return text.startsWith(A_NUMBER);
}
