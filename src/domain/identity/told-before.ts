import type { Assertion } from '../case-file.ts';
import { contentsOf, type RecordInUse } from '../in-use.ts';
import { identifierTexts, isANumber } from './identifiers.ts';
import type { Members } from './waiting.ts';

type IdsOf = (content: Assertion) => readonly string[];

/** Of a record that told of other children before it was corrected. */
export interface ToldBefore {
  /** Those children, as far as they are known. */
  others: ReadonlySet<Members>;
  /** Its contents up to the last that told of another, in order: what was made of them may mean any of the children. */
  until: readonly Assertion[];
  /** The first content after these: since then it tells of the child that it is of. */
  since: Assertion;
}

/**
 * Records that told of another child before: one that has a record now which was known by an identifier of a former content when that was
 * corrected. A child that has only come since never had the record. Also those that said an overused id and no A-number: before that was
 * overused it may have led to any child, and to which is not to be seen any more.
 * @param idsOf a content's identifiers, without those that stand for no child
 */
export function toldBefore(
  records: ReadonlyMap<string, RecordInUse>,
  childOf: ReadonlyMap<string, Members>,
  idsOf: IdsOf,
): Map<string, ToldBefore> {
  const found = new Map<string, ToldBefore>();
  let known: Known | undefined;
  for (const [key, record] of records) {
    const contents = contentsOf(record);
    if (contents.length === 1) continue;
    const said = contents.map(identifierTexts);
    if (said.every((each) => sameTexts(each, said[0]!))) continue;
    const texts = contents.map(idsOf);
    const others = new Set<Members>();
    let until = 0;
    for (const [at, content] of contents.entries()) {
      const isVague = texts[at]!.length < said[at]!.length && !texts[at]!.some(isANumber);
      if (isVague && nextOther(said, at) !== -1) until = at + 1;
      const next = nextOther(texts, at);
      if (next === -1) continue;
      known ??= knownBy(records, childOf, idsOf);
      for (const other of haveHad(known, key, texts[at]!, correctedAt(content, contents[next]!))) {
        if (other === childOf.get(key)) continue;
        others.add(other);
        until = at + 1;
      }
    }
    if (until > 0) found.set(key, { others, until: contents.slice(0, until), since: contents[until]! });
  }
  return found;
}

/** The first of the later ones that says something else; -1: none does. */
function nextOther(texts: ReadonlyArray<readonly string[]>, at: number): number {
  return texts.findIndex((later, place) => place > at && !sameTexts(later, texts[at]!));
}

/** Some agencies write when a record was first recorded into its corrections too; then nothing says when it was corrected. */
function correctedAt({ data }: Assertion, correction: Assertion): string | null {
  return correction.data.recordedAt > data.recordedAt ? correction.data.recordedAt : null;
}

/** A record that says an identifier, and when that was recorded. */
interface Said {
  key: string;
  at: string;
}

/** Identifier → child that has a record which was ever known by it → when such were first recorded: the two earliest, of two records. */
type Known = ReadonlyMap<string, ReadonlyMap<Members, readonly Said[]>>;

function knownBy(
  records: ReadonlyMap<string, RecordInUse>,
  childOf: ReadonlyMap<string, Members>,
  idsOf: IdsOf,
): Known {
  const known = new Map<string, Map<Members, readonly Said[]>>();
  for (const [key, record] of records) {
    const child = childOf.get(key);
    if (child === undefined) continue;
    for (const content of contentsOf(record)) {
      for (const text of idsOf(content)) {
        let children = known.get(text);
        if (children === undefined) known.set(text, (children = new Map()));
        children.set(child, twoEarliest(children.get(child) ?? [], { key, at: content.data.recordedAt }));
      }
    }
  }
  return known;
}

function twoEarliest(of: readonly Said[], one: Said): readonly Said[] {
  const own = of.find(({ key }) => key === one.key);
  if (own !== undefined && own.at <= one.at) return of;
  return [...of.filter((other) => other !== own), one].sort((a, b) => (a.at < b.at ? -1 : 1)).slice(0, 2);
}

/** Children that had another record by one of these identifiers at a moment; null: ever. */
function haveHad(known: Known, key: string, texts: readonly string[], at: string | null): Set<Members> {
  const found = new Set<Members>();
  for (const text of texts)
    for (const [child, firsts] of known.get(text) ?? [])
      if (firsts.some((first) => first.key !== key && (at === null || first.at <= at))) found.add(child);
  return found;
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}
