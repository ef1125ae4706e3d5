import { isPlaceholder } from '../../contracts/person.ts';
import type { RecordAssertion } from '../case-file.ts';
import { differ } from './glance.ts';
import { contradictingWitnesses, pairsShown } from './witnesses.ts';
import { none, type DiscrepancyRule } from './rule.ts';

/** What tells people apart beside an A-number: an agency's own id of them, and their names' words. */
interface Someone {
  orrId: string | undefined;
  eidSubjectId: string | undefined;
  words: readonly string[];
}

/**
 * Records join by A-number, so two children under one are one here, and what befell the one would count for the other. An agency may have
 * given one child two ids, and names are spelled in many ways: only both together show.
 */
export const oneANumberTwoPeople: DiscrepancyRule = {
  id: 'one-a-number-two-people',
  owner: 'the agency that recorded the second of them',
  why: 'an A-number is one person’s; another id of the same agency and a name without a word in common are another’s',
  closedBy: 'a higher version of either record',
  find({ caseFile, glance }) {
    if (!glance.agencyIdsDiffer) return none;
    return pairsShown(
      'one-a-number-two-people',
      'two ids of one agency, and names without a word in common',
      contradictingWitnesses(caseFile, someoneOf, same, mayBeOne),
    );
  },
};

function someoneOf({ data }: RecordAssertion): Someone | undefined {
  const { identifiers, name } = data.person;
  const { orrId, eidSubjectId } = identifiers ?? {};
  if (name === undefined || (orrId === undefined && eidSubjectId === undefined)) return undefined;
  return { orrId, eidSubjectId, words: wordsOf([...name.given, ...name.surnames]) };
}

/** Without accents, hyphens and capitals, which systems drop; without what names nobody. In Latin letters: others spell the same names. */
function wordsOf(names: readonly string[]): string[] {
  const words = names
    .join(' ')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '' && !particles.has(word) && !isPlaceholder(word));
  return words.every((word) => /^\p{Script=Latin}+$/u.test(word)) ? words : [];
}
const particles = new Set([
  'de',
  'del',
  'la',
  'las',
  'los',
  'el',
  'y',
  'e',
  'da',
  'do',
  'dos',
  'das',
  'san',
  'santa',
]);

function same(a: Someone, b: Someone): boolean {
  return a.orrId === b.orrId && a.eidSubjectId === b.eidSubjectId && a.words.join() === b.words.join();
}

function mayBeOne(a: Someone, b: Someone): boolean {
  const isOther = differ(a.orrId, b.orrId) || differ(a.eidSubjectId, b.eidSubjectId);
  return !isOther || a.words.length === 0 || b.words.length === 0 || shareWord(a.words, b.words);
}

/** Also where one system writes two words as one. */
function shareWord(a: readonly string[], b: readonly string[]): boolean {
  const [one, other] = [a.join(''), b.join('')];
  return a.some((word) => other.includes(word)) || b.some((word) => one.includes(word));
}
