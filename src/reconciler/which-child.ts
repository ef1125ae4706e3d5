import type { CaseFile } from '../domain/case-file.ts';
import { idsGivenBy } from '../domain/case-files.ts';
import { contentsOf } from '../domain/in-use.ts';

/** Where ids lead: to the child that has the record of which one was made, under whatever id. */
export type ChildById = ReadonlyMap<string, CaseFile>;

/** Every id that these children have or ever gave, by the rules of domain/case-files.ts: by a record's key, or by a content of it. */
export function childById(children: readonly CaseFile[]): ChildById {
  const found = new Map<string, CaseFile>();
  for (const child of children)
    for (const record of child.records)
      for (const content of contentsOf(record)) for (const id of idsGivenBy(content)) found.set(id, child);
  return found;
}

/** Those that have any of a child's records, put together by another knowledge than it was. */
export function withRecordsOf(children: readonly CaseFile[], { records }: CaseFile): CaseFile[] {
  const keys = new Set(records.map(({ inUse }) => inUse.key));
  return children.filter((one) => one.records.some(({ inUse }) => keys.has(inUse.key)));
}
