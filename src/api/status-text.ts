import type { ApiDeps } from './deps.ts';

export type FoundStatus =
  | { kind: 'found'; childId: string; etag: string; text: string }
  | { kind: 'moved'; to: string }
  | { kind: 'waiting' }
  | { kind: 'unknown' };

/** A child's status as the text to send, reassessed where time alone has changed it. */
export async function findStatus(
  deps: Pick<ApiDeps, 'store' | 'caseFiles' | 'clock'>,
  childId: string,
): Promise<FoundStatus> {
  const row = await deps.store.readStatus(childId);
  if (row === null) {
    const alias = await deps.caseFiles.resolveAlias(childId);
    return alias.kind === 'child' ? { kind: 'moved', to: alias.childId } : alias;
  }
  const now = deps.clock();
  if (row.nextChangeAt !== null && row.nextChangeAt <= now) {
    const fresh = await deps.caseFiles.reassess(childId, now);
    if (fresh === null) return { kind: 'unknown' };
    return { kind: 'found', childId, etag: fresh.etag, text: withPositions(fresh) };
  }
  return { kind: 'found', childId, etag: row.etag, text: withPositions(row) };
}

/** Two JSON objects as one text, without reading either. */
function withPositions({ doc, positions }: { doc: string; positions: string }): string {
  return `${doc.slice(0, -1)},"positions":${positions}}`;
}
