import type { Assertion } from '../case-file.ts';
import { identifierKind, identifierTexts, isANumber } from './identifiers.ts';

/**
 * With so many A-numbers, or ids of any one other kind, an agency's id may come together in records: a child has one or two of each, and
 * people's slips, which their corrections put right, come by the handful. What comes with more stands for no child, whatever it was meant
 * for: a batch, a facility, a default. Would it tie them, one mistake in one field would make all children of a feed one heap.
 */
export const MOST_COMPANIONS = 50;

/**
 * Agencies' ids, as `identifierTexts` writes them, that came together with more others than a child can have, in any contents, whether or
 * not they count now. An A-number is never one of them: each is one child.
 */
export function overusedIds(assertions: readonly Assertion[]): string[] {
  if (assertions.length <= MOST_COMPANIONS) return [];
  const texts = assertions.map(identifierTexts);
  const distinct = new Set<string>();
  for (const own of texts) for (const text of own) distinct.add(text);
  if (distinct.size <= MOST_COMPANIONS) return [];
  return [...companionsOf(texts)]
    .filter(([, kinds]) => [...kinds.values()].some((companions) => companions.size > MOST_COMPANIONS))
    .map(([id]) => id);
}

/** Agency's id → kind → the ids of that kind with which it came. */
function companionsOf(texts: ReadonlyArray<readonly string[]>): Map<string, Map<string, Set<string>>> {
  const found = new Map<string, Map<string, Set<string>>>();
  for (const own of texts) {
    for (const id of own) {
      if (isANumber(id)) continue;
      const kinds = found.get(id) ?? new Map<string, Set<string>>();
      found.set(id, kinds);
      for (const other of own) {
        if (other === id) continue;
        const kind = identifierKind(other);
        const companions = kinds.get(kind);
        if (companions === undefined) kinds.set(kind, new Set([other]));
        else companions.add(other);
      }
    }
  }
  return found;
}
