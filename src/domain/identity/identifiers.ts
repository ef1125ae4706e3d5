import type { Identifiers } from '../../contracts/person.ts';
import { isAct, type Assertion } from '../case-file.ts';

/** The kind of an identifier, as its text begins with it, and the field that holds it. */
export const identifierFields = {
  a: 'aNumber',
  orr: 'orrId',
  eid: 'eidSubjectId',
  eoir: 'eoirCaseId',
  fin: 'fin',
} as const satisfies Record<string, keyof Identifiers>;
export type IdentifierKind = keyof typeof identifierFields;

const kinds = Object.entries(identifierFields) as Array<[IdentifierKind, keyof Identifiers]>;
const A_NUMBER = 'a:';

/**
 * A record's identifiers as texts that are equal exactly where the identifiers are, each with its kind and a colon in front.
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
  for (const [kind, field] of kinds) {
    const id = ids[field];
    if (id !== undefined) texts.push(`${kind}:${id}`);
  }
  return texts;
}

/** @param text as `identifierTexts` writes it */
export function identifierKind(text: string): IdentifierKind {
  return text.slice(0, text.indexOf(':')) as IdentifierKind;
}

export function isANumber(text: string): boolean {
  return text.startsWith(A_NUMBER);
}
