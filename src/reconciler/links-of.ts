import type { CaseFile } from '../domain/case-file.ts';

/** Which child's a record is, and by which rule; null: no child's. */
export interface Link {
  childId: string | null;
  linkRule: string;
}

/** By record key, of all records and acts that children have. */
export function linksOf(children: readonly CaseFile[]): Map<string, Link> {
  const links = new Map<string, Link>();
  for (const { childId, records, acts } of children) {
    for (const { inUse, by } of records) links.set(inUse.key, { childId, linkRule: by });
    for (const { key } of acts) links.set(key, { childId, linkRule: 'act' });
  }
  return links;
}
