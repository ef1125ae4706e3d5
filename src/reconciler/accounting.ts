import type { CaseFile } from '../domain/case-file.ts';
import { aliasOf, idsGivenBy } from '../domain/case-files.ts';
import type { AppliedRecord } from '../store/queries/record-row.ts';
import { appliedCaseFiles } from './applied-case-files.ts';
import { childById, withRecordsOf, type ChildById } from './which-child.ts';

/** An answer that told of a child under an id, at a moment, by what had been received until another. */
export interface Told {
  id: string;
  at: Date;
  /** Null: by all that had been received. */
  knownAt: Date | null;
}

/** Which answers told of a child, or of a record that is no child's now, whatever ids they stood under. */
export interface Accounting {
  /** Under which it may have been told of. */
  ids: string[];
  isOf(told: Told): boolean;
}

/**
 * An id leads to another child when records are corrected, so whom an answer told of is worked out anew: by what had been received then the id was
 * a child's with certain records, and whoever has one of them now was told of.
 * @param around all records that were ever connected with it
 * @param own keys of its records
 */
export function accountingOf(around: readonly AppliedRecord[], own: ReadonlySet<string>): Accounting {
  const inOrder = [...around].sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime());
  /** How many of the records had been received. */
  const countAt = (moment: number): number => {
    const after = inOrder.findIndex(({ receivedAt }) => receivedAt.getTime() > moment);
    return after === -1 ? inOrder.length : after;
  };
  const filesOf = new Map<number, { children: CaseFile[]; byId: ChildById }>();
  const filesOfFirst = (count: number): { children: CaseFile[]; byId: ChildById } => {
    let files = filesOf.get(count);
    if (files === undefined) {
      const { children } = appliedCaseFiles(inOrder.slice(0, count));
      filesOf.set(count, (files = { children, byId: childById(children) }));
    }
    return files;
  };
  const isOfOwn = ({ records }: CaseFile): boolean => records.some(({ inUse }) => own.has(inUse.key));
  const ownIds = new Set([...own].map(aliasOf));
  return {
    ids: [...new Set(around.flatMap(({ assertion }) => idsGivenBy(assertion)))],
    isOf({ id, at, knownAt }) {
      const until = knownAt === null ? Infinity : countAt(knownAt.getTime());
      const last = countAt(at.getTime());
      const first = countAt(at.getTime() - MAY_LAG_MS);
      if (last - first > MOST_READINGS) return true;
      for (let count = last; count >= first; count--)
        if (toldOfOwn(id, Math.min(until, count), count)) return true;
      return false;
    },
  };

  /** Whether an answer told of it that was given by the first so many records, when so many had been applied. */
  function toldOfOwn(id: string, known: number, applied: number): boolean {
    const then = filesOfFirst(known);
    const meant = then.byId.get(id);
    if (meant !== undefined) return isOfOwn(meant);
    // The id was younger than what was known then: those were told of who had records of the child whose id it was when it was asked for.
    const asked = filesOfFirst(applied).byId.get(id);
    if (asked === undefined) return ownIds.has(id);
    return [asked, ...withRecordsOf(then.children, asked)].some(isOfOwn);
  }
}

/**
 * An answer stands on what the reconciler had applied, which may be less than had been received. How much less is not kept, so each reading
 * of the last day counts: who may have been told of a child is named rather than left out.
 */
const MAY_LAG_MS = 86_400_000;
/** Of a day on which more was received, each answer counts: it is a day on which much was loaded, and each reading puts all of it together. */
const MOST_READINGS = 30;
