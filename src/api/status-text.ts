import type { ApiDeps } from './deps.ts';
import type { Times } from './when.ts';

export type FoundStatus =
  | { kind: 'found'; childId: string; etag: string; text: string }
  | { kind: 'moved'; to: string }
  | { kind: 'waiting' }
  | { kind: 'unknown' };

/** Of another time: nothing had been received of the child, or what makes it one child came later. */
export type FoundThen =
  FoundStatus | { kind: 'not-known-then' } | { kind: 'several-then'; childIds: string[] };

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
    const [fresh] = await deps.caseFiles.reassess(childId, now);
    if (fresh === undefined) return { kind: 'unknown' };
    return { kind: 'found', childId, etag: fresh.etag, text: withPositions(fresh) };
  }
  return { kind: 'found', childId, etag: row.etag, text: withPositions(row) };
}

/** As `findStatus`, at another moment, or by what was known at another. */
export async function findStatusThen(
  deps: Pick<ApiDeps, 'store' | 'caseFiles' | 'clock'>,
  childId: string,
  times: Times,
): Promise<FoundThen> {
  if ((await deps.store.readStatus(childId)) === null) return await findStatus(deps, childId);
  const now = deps.clock();
  const at = times.validAt === null ? now : new Date(times.validAt);
  const knownAt = times.knownAt === null ? now : new Date(times.knownAt);
  const [found, ...others] = await deps.caseFiles.reassess(childId, at, knownAt);
  if (found === undefined) return { kind: 'not-known-then' };
  if (others.length > 0)
    return { kind: 'several-then', childIds: [found, ...others].map((one) => one.childId).sort() };
  return { kind: 'found', childId, etag: found.etag, text: withPositions(found) };
}

/** Two JSON objects as one text, without reading either. */
function withPositions({ doc, positions }: { doc: string; positions: string }): string {
  return `${doc.slice(0, -1)},"positions":${positions}}`;
}
