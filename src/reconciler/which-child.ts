import type { CaseFile } from '../domain/case-file.ts';
import { aliasOf } from '../domain/case-files.ts';

/** The child that has the record of which an id was made. */
export function childOfId(children: readonly CaseFile[], id: string): CaseFile | undefined {
  return children.find(({ records }) => records.some(({ inUse }) => aliasOf(inUse.key) === id));
}

/** Those that have any of a child's records, put together by another knowledge than it was. */
export function withRecordsOf(children: readonly CaseFile[], { records }: CaseFile): CaseFile[] {
  const keys = new Set(records.map(({ inUse }) => inUse.key));
  return children.filter((one) => one.records.some(({ inUse }) => keys.has(inUse.key)));
}
