import { eventKeyOf } from '../contracts/event-names.ts';
import type { Assertion, CaseFile } from '../domain/case-file.ts';
import { aliasOf } from '../domain/case-files.ts';

/** Where ids lead: to the child that has the record of which one was made, under whatever id. */
export type ChildById = ReadonlyMap<string, CaseFile>;

/**
 * Every id that these children have or ever gave, by the rules of domain/case-files.ts: a record's key gives one, and the event of a
 * record that has several contents may have. An event of two children's gave none, or not to both.
 */
export function childById(children: readonly CaseFile[]): ChildById {
  const found = new Map<string, CaseFile>();
  const byEvent = new Map<string, CaseFile | null>();
  for (const child of children) {
    for (const { inUse, rivals, superseded } of child.records) {
      found.set(aliasOf(inUse.key), child);
      if (rivals.length === 0 && superseded.length === 0) continue;
      for (const { source, eventId } of [inUse, ...rivals, ...superseded]) {
        const id = eventKeyOf(source, eventId);
        const other = byEvent.get(id);
        byEvent.set(id, other === undefined || other === child ? child : null);
      }
    }
  }
  for (const [id, child] of byEvent) if (child !== null) found.set(id, child);
  return found;
}

/** The ids by which an assertion's child may have been known: by its record's key, and by the event that it came in. */
export function idsGivenBy({ key, source, eventId }: Assertion): string[] {
  return [aliasOf(key), eventKeyOf(source, eventId)];
}

/** Those that have any of a child's records, put together by another knowledge than it was. */
export function withRecordsOf(children: readonly CaseFile[], { records }: CaseFile): CaseFile[] {
  const keys = new Set(records.map(({ inUse }) => inUse.key));
  return children.filter((one) => one.records.some(({ inUse }) => keys.has(inUse.key)));
}
