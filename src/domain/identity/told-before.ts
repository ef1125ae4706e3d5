import type { Assertion } from '../case-file.ts';
import type { RecordInUse } from '../in-use.ts';
import { identifierTexts } from './identifiers.ts';
import type { Members } from './waiting.ts';

/**
 * Records that told of another child before: by a content that is not in use (of a lower version, or one that lost against the one in use)
 * they lead to a child that had another record when they were corrected, as far as that is known. One that has only come since never had the record.
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
      if (before !== undefined && before !== now && wasThere(before, content, record)) others.add(before);
    }
    if (others.size > 0) found.set(key, others);
  }
  return found;
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}

/** Some agencies write when a record was first recorded into its corrections too; then nothing says when it was corrected. */
function wasThere(members: Members, before: Assertion, { inUse }: RecordInUse): boolean {
  const corrected = inUse.data.recordedAt;
  if (corrected <= before.data.recordedAt) return true;
  for (const [key, { record }] of members)
    if (key !== inUse.key && record.inUse.data.recordedAt < corrected) return true;
  return false;
}
