import type { CaseFile } from '../domain/case-file.ts';
import { aliasOf, idsGivenBy, type CaseFiles } from '../domain/case-files.ts';
import type { AppliedRecord } from '../store/queries/record-row.ts';
import { appliedCaseFiles, caseFilesOfThen } from './applied-case-files.ts';
import { childById, withRecordsOf, type ChildById } from './which-child.ts';

/** An answer that told of a child: under which id, when, and by what had been received by which moment. */
export interface Told {
  id: string;
  at: Date;
  /** Null: by everything received by then. */
  knownAt: Date | null;
}

/** Which answers told of a child, or of a record that belongs to no child now, under whatever id. */
export interface Accounting {
  /** Every id under which it may have been told of. */
  ids: string[];
  isOf(told: Told): boolean;
}

/**
 * A correction may make an id lead to another child, so whom an answer told of is worked out anew: by what had been received then, the id
 * was that of a child with certain records, and every child that has one of those records now was told of.
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
  const readings = [readingOf(inOrder, appliedCaseFiles)];
  // Until an id was found overused it led to a child; an answer about an earlier moment may be from before that or after.
  if (around.some(({ overusedIds }) => overusedIds.length > 0))
    readings.push(readingOf(inOrder, caseFilesOfThen));
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
        if (readings.some((filesOfFirst) => toldOfOwn(filesOfFirst, id, Math.min(until, count), count)))
          return true;
      return false;
    },
  };

  /** Whether it was told of by an answer that went by the first `known` records, at a time when `applied` of them were applied. */
  function toldOfOwn(filesOfFirst: Reading, id: string, known: number, applied: number): boolean {
    const then = filesOfFirst(known);
    const meant = then.byId.get(id);
    if (meant !== undefined) return isOfOwn(meant);
    // The id came up only after that: told of were those who then had records of the child whose id it was when asked for.
    const asked = filesOfFirst(applied).byId.get(id);
    if (asked === undefined) return ownIds.has(id);
    return [asked, ...withRecordsOf(then.children, asked)].some(isOfOwn);
  }
}

/** The children of the first so many records. */
type Reading = (count: number) => { children: CaseFile[]; byId: ChildById };

function readingOf(
  inOrder: readonly AppliedRecord[],
  caseFilesOf: (records: readonly AppliedRecord[]) => CaseFiles,
): Reading {
  const filesOf = new Map<number, ReturnType<Reading>>();
  return (count) => {
    let files = filesOf.get(count);
    if (files === undefined) {
      const { children } = caseFilesOf(inOrder.slice(0, count));
      filesOf.set(count, (files = { children, byId: childById(children) }));
    }
    return files;
  };
}

/**
 * An answer goes by what the reconciler had applied, which may lag behind what had been received. By how much is not recorded, so every
 * state of the last day is tried: better to name someone who may have been told than to leave them out.
 */
const MAY_LAG_MS = 86_400_000;
/** If more states than this would have to be tried (a day of bulk loading), the answer simply counts: each try assembles all case files. */
const MOST_READINGS = 30;
