import type { Alias, NotThen } from '../../reconciler/case-files.ts';
import type { RenderedStatus } from '../../reconciler/render-status.ts';
import type { ApiDeps } from '../deps.ts';
import type { Clearance } from '../clearance/clearance.ts';
import type { Times } from '../query/when.ts';

export type FoundStatus = { kind: 'found'; etag: string; text: string } | Alias;

/** By what was known then. */
export type FoundThen = FoundStatus | NotThen;

/** A child's status as the text to send, reassessed where time alone has changed it. */
export async function findStatus(
  deps: Pick<ApiDeps, 'store' | 'caseFiles' | 'clock'>,
  childId: string,
  clearance: Clearance,
): Promise<FoundStatus> {
  const row = await deps.store.readStatus(childId);
  const now = deps.clock();
  if (row === null) {
    const alias = await deps.caseFiles.resolveAlias(childId);
    // The child's own id, of which no status is kept yet: it came in between.
    return alias.kind === 'moved' && alias.to === childId
      ? await assessedAt(deps, childId, now, clearance)
      : alias;
  }
  if (row.nextChangeAt === null || row.nextChangeAt > now) return foundOf(row, now, clearance);
  return await assessedAt(deps, childId, now, clearance);
}

/** As `findStatus`, at another moment, or by what was known at another. */
export async function findStatusThen(
  deps: Pick<ApiDeps, 'store' | 'caseFiles' | 'clock'>,
  id: string,
  { validAt, knownAt }: Times,
  clearance: Clearance,
): Promise<FoundThen> {
  const at = validAt === null ? deps.clock() : new Date(validAt);
  if (knownAt !== null) {
    const then = await deps.caseFiles.asKnown(id, new Date(knownAt), at);
    return then.kind === 'known' ? foundOf(then.status, at, clearance) : then;
  }
  return await assessedAt(deps, id, at, clearance);
}

async function assessedAt(
  { caseFiles }: Pick<ApiDeps, 'caseFiles'>,
  id: string,
  at: Date,
  clearance: Clearance,
): Promise<FoundStatus> {
  const status = await caseFiles.reassess(id, at);
  return status === null ? await caseFiles.resolveAlias(id) : foundOf(status, at, clearance);
}

function foundOf(
  status: Pick<RenderedStatus, 'doc' | 'positions' | 'etag'>,
  at: Date,
  clearance: Clearance,
): FoundStatus {
  return { kind: 'found', ...clearance.ofStatus(status, at) };
}
