import type { RecordInUse } from '../in-use.ts';
import { identifierTexts } from './identifiers.ts';
import type { Members } from './waiting.ts';

/**
 * Records that told of another child before: by a content that is not in use (of a lower version, or one that lost against the one in use)
 * they lead to a child that had another record when they were corrected. One that has only come since never had the record.
 * @param leadsTo the child to which a content with these identifiers would lead
 */
export function toldBefore(
  records: ReadonlyMap<string, RecordInUse>,
  ids: ReadonlyMap<string, string[]>,
  childOf: (key: string) => Members | undefined,
  leadsTo: (key: string, ids: readonly string[]) => Members | undefined,
): Map<string, ReadonlySet<Members>> {
  const found = new Map<string, ReadonlySet<Members>>();
  for (const [key, record] of records) {
    const { superseded, rivals } = record;
    if (superseded.length === 0 && rivals.length === 0) continue;
    const now = childOf(key);
    const others = new Set<Members>();
    for (const content of [...superseded, ...rivals]) {
      const texts = identifierTexts(content);
      if (sameTexts(texts, ids.get(key)!)) continue;
      const before = leadsTo(key, texts);
      if (before !== undefined && before !== now && wasThere(before, key, record)) others.add(before);
    }
    if (others.size > 0) found.set(key, others);
  }
  return found;
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}

function wasThere(members: Members, key: string, { inUse }: RecordInUse): boolean {
  for (const [other, { record }] of members)
    if (other !== key && record.inUse.data.recordedAt < inUse.data.recordedAt) return true;
  return false;
}
