import type { AccountabilitySpan } from '../domain/accountability.ts';
import { currentPolicy, type Policy } from '../domain/policy.ts';
import { withKnownAt, type KnownAt } from '../reconciler/known-at.ts';
import type { Pool } from '../store/pool.ts';
import { countAccountability, type CohortCount } from '../store/queries/count-accountability.ts';
import { findAct, keepAct, noteActInLog } from '../store/queries/known-acts.ts';
import { findDuty } from '../store/queries/find-duty.ts';
import {
  readAccountability,
  type CountedChild,
  type CountQuestion,
} from '../store/queries/read-accountability.ts';
import {
  readDiscrepancies,
  type DiscrepancyKey,
  type DiscrepancyQuestion,
  type FoundDiscrepancy,
} from '../store/queries/read-discrepancies.ts';
import {
  readWorklist,
  type Stretch,
  type WorklistDuty,
  type WorklistKey,
  type WorklistQuestion,
} from '../store/queries/read-worklist.ts';
import type { ActStore } from './acts.ts';
import { dutiesThen } from './duties-then.ts';
import { mergePages, pageOf, reachOf, type Order, type Page } from './page.ts';

/** Lists and counts over all children: what overseers and the owners of duties ask for. */
export interface Oversight extends ActStore {
  /** The one in force. */
  policy: Policy;
  /** @param knownAt by what was received up to then; null: by all of it */
  readWorklist(
    question: WorklistQuestion & { knownAt: Date | null },
    after: WorklistKey,
    limit: number,
    now: Date,
  ): Promise<Page<WorklistDuty, WorklistKey>>;
  countAccountability(at: Date, knownAt: Date | null): Promise<CohortCount[]>;
  readAccountability(
    question: CountQuestion & { knownAt: Date | null },
    after: string,
    limit: number,
  ): Promise<Page<CountedChild, string>>;
  readDiscrepancies(
    question: DiscrepancyQuestion,
    after: DiscrepancyKey,
    limit: number,
  ): Promise<Page<FoundDiscrepancy, DiscrepancyKey>>;
  /** Null: the child has no such duty. */
  findDuty(duty: WorklistKey & { rule: string }): Promise<{ closedAt: Date | null } | null>;
}

export function oversight(pool: Pool, policy: Policy = currentPolicy): Oversight {
  /** A page of what is stored; by an earlier knowledge of the untouched children alone, with what it makes of the others. */
  async function pageAsKnown<T extends { childId: string }, K>(
    knownAt: Date | null,
    after: K,
    limit: number,
    order: Order<T, K>,
    read: {
      stored: (db: Pick<Pool, 'query'>, onlyUntouched: boolean) => Promise<Stretch<T, K>>;
      retold: (known: KnownAt) => AsyncIterable<T>;
    },
  ): Promise<Page<T, K>> {
    if (knownAt === null) return pageOf(await read.stored(pool, false), limit, order.keyOf);
    return await withKnownAt(pool, knownAt, policy, async (known) => {
      const stored = pageOf(await read.stored(known.tx, true), limit, order.keyOf);
      return await mergePages(stored, read.retold(known), order, after, limit);
    });
  }

  return {
    policy,
    readWorklist: (question, after, limit, now) =>
      pageAsKnown(question.knownAt, after, limit, byDuty, {
        stored: (db, onlyUntouched) =>
          readWorklist(db, question, after, reachOf(limit), { now, onlyUntouched }),
        retold: (known) => dutiesThen(known, question),
      }),

    async countAccountability(at, knownAt) {
      if (knownAt === null) return await countAccountability(pool, at, false);
      return await withKnownAt(pool, knownAt, policy, async (known) => {
        const groups = new Map<string, CohortCount>();
        const add = ({ measure, cohort, children }: CohortCount): void => {
          const name = `${measure} ${cohort}`;
          const group = groups.get(name);
          if (group === undefined) groups.set(name, { measure, cohort, children });
          else group.children += children;
        };
        for (const group of await countAccountability(known.tx, at, true)) add(group);
        for await (const { span } of spansThen(known, at)) add({ ...span, children: 1 });
        return [...groups.values()];
      });
    },

    readAccountability: (question, after, limit) =>
      pageAsKnown(question.knownAt, after, limit, byChild, {
        stored: (db, onlyUntouched) => readAccountability(db, question, after, reachOf(limit), onlyUntouched),
        retold: (known) => countedThen(known, question),
      }),

    readDiscrepancies: async (question, after, limit) =>
      pageOf(await readDiscrepancies(pool, question, after, reachOf(limit)), limit, discrepancyKey),
    findDuty: (duty) => findDuty(pool, duty),
    findAct: (recordId) => findAct(pool, recordId),
    keepAct: (act) => keepAct(pool, act),
    noteActInLog: (act) => noteActInLog(pool, act),
  };
}

/** Who counts where as of a moment, of the children whom an earlier knowledge tells otherwise than the tables do. */
async function* spansThen(
  known: KnownAt,
  at: Date,
): AsyncGenerator<{ childId: string; span: AccountabilitySpan }, void, undefined> {
  for await (const { caseFile, course } of known.children()) {
    for (const span of course.accountability) {
      if (span.from <= at.getTime() && span.to > at.getTime()) yield { childId: caseFile.childId, span };
    }
  }
}

async function* countedThen(
  known: KnownAt,
  { measure, at, keeps }: CountQuestion,
): AsyncGenerator<CountedChild, void, undefined> {
  for await (const { childId, span } of spansThen(known, at)) {
    if (span.measure === measure && keeps(span.cohort)) yield { childId, cohort: span.cohort };
  }
}

const byDuty = {
  keyOf: ({ childId, owner, subject }: WorklistKey): WorklistKey => ({ childId, owner, subject }),
  compare: (a: WorklistKey, b: WorklistKey): number =>
    compareTexts(a.childId, b.childId) ||
    compareTexts(a.owner, b.owner) ||
    compareTexts(a.subject, b.subject),
};

const byChild = {
  keyOf: ({ childId }: CountedChild): string => childId,
  compare: compareTexts,
};

function discrepancyKey({ childId, rule, subject, from, name }: DiscrepancyKey): DiscrepancyKey {
  return { childId, rule, subject, from, name };
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
