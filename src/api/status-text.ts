import type { Alias, NotThen } from '../reconciler/case-files.ts';
import type { RenderedStatus } from '../reconciler/render-status.ts';
import type { ApiDeps } from './deps.ts';
import type { Disclosure } from './disclosure/disclosure.ts';
import type { Times } from './when.ts';

export type FoundStatus = { kind: 'found'; etag: string; text: string } | Alias;

/** By what was known then. */
export type FoundThen = FoundStatus | NotThen;

/** A child's status as the text to send, reassessed where time alone has changed it. */
export async function findStatus(
  deps: Pick<ApiDeps, 'store' | 'caseFiles' | 'clock'>,
  childId: string,
  disclosure: Disclosure,
): Promise<FoundStatus> {
  const row = await deps.store.readStatus(childId);
  if (row === null) return await deps.caseFiles.resolveAlias(childId);
  const now = deps.clock();
  if (row.nextChangeAt === null || row.nextChangeAt > now) return foundOf(row, disclosure);
  return await assessedAt(deps, childId, now, disclosure);
}

/** As `findStatus`, at another moment, or by what was known at another. */
export async function findStatusThen(
  deps: Pick<ApiDeps, 'store' | 'caseFiles' | 'clock'>,
  id: string,
  { validAt, knownAt }: Times,
  disclosure: Disclosure,
): Promise<FoundThen> {
  const at = validAt === null ? deps.clock() : new Date(validAt);
  if (knownAt !== null) {
    const then = await deps.caseFiles.asKnown(id, new Date(knownAt), at);
    return then.kind === 'known' ? foundOf(then.status, disclosure) : then;
  }
  return await assessedAt(deps, id, at, disclosure);
}

async function assessedAt(
  { caseFiles }: Pick<ApiDeps, 'caseFiles'>,
  id: string,
  at: Date,
  disclosure: Disclosure,
): Promise<FoundStatus> {
  const status = await caseFiles.reassess(id, at);
  return status === null ? await caseFiles.resolveAlias(id) : foundOf(status, disclosure);
}

function foundOf(
  status: Pick<RenderedStatus, 'doc' | 'positions' | 'etag'>,
  disclosure: Disclosure,
): FoundStatus {
  return { kind: 'found', etag: status.etag, text: disclosure.ofStatus(withPositions(status)) };
}

/** Two JSON objects as one text, without reading either. */
function withPositions({ doc, positions }: { doc: string; positions: string }): string {
  return `${doc.slice(0, -1)},"positions":${positions}}`;
}
