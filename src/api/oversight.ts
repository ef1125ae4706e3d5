import type { AccountabilitySpan } from '../domain/accountability.ts';
import { currentPolicy, type Policy } from '../domain/policy.ts';
import {
  withKnownAt,
  withKnownAtById,
  type AllKnownAt,
  type ChildThen,
  type KnownAtById,
} from '../reconciler/known-at.ts';
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
import type { ActStore } from './answers/acts.ts';
import { dutiesThen } from './answers/duties-then.ts';
import { fewAtOnce } from './few-at-once.ts';
import { LOOK, mergePages, pageOf, reachOf, type Order, type Page } from './query/page.ts';

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

/** Each look at what was known earlier holds a connection for seconds: more at one time would leave none to records and other readers. */
const LOOKS_AT_ONCE = 2;

/** @param look how many children assembled anew a page looks at before it ends, even if it is not full */
export function oversight(pool: Pool, policy: Policy = currentPolicy, look = LOOK): Oversight {
  const lookBack = fewAtOnce(LOOKS_AT_ONCE, 'too many ask what was known earlier: ask again later');

  /** A page of stored rows. With `knownAt`: stored rows of the untouched children, and rows assembled anew of the others. */
  async function pageAsKnown<T extends { childId: string }, K>(
    knownAt: Date | null,
    after: K,
    limit: number,
    order: Order<T, K>,
    read: {
      stored: (db: Pick<Pool, 'query'>) => Promise<Stretch<T, K>>;
      retold: (child: ChildThen) => Iterable<T>;
    },
  ): Promise<Page<T, K>> {
    if (knownAt === null) return pageOf(await read.stored(pool), limit, order.keyOf);
    const page = async (known: KnownAtById): Promise<Page<T, K>> => {
      const stored = pageOf(await read.stored(known.tx), limit, order.keyOf);
      const end = stored.next === null ? null : order.childOf(stored.next);
      const others: T[] = [];
      let looked = 0;
      let upTo: string | null = null;
      for await (const stretch of known.stretches(order.childOf(after), end)) {
        for (const child of stretch.children) others.push(...read.retold(child));
        looked += stretch.looked;
        if (others.length <= limit && looked < look) continue;
        upTo = stretch.upTo;
        break;
      }
      return mergePages(stored, others, order, { after, limit, upTo });
    };
    return await lookBack(() => withKnownAtById(pool, knownAt, policy, page));
  }

  return {
    policy,
    readWorklist: (question, after, limit, now) =>
      pageAsKnown(question.knownAt, after, limit, byDuty, {
        stored: (db) => readWorklist(db, question, after, reachOf(limit), { now, knownAt: question.knownAt }),
        retold: (child) => dutiesThen(child, question),
      }),

    async countAccountability(at, knownAt) {
      if (knownAt === null) return await countAccountability(pool, at, false);
      const count = async (known: AllKnownAt): Promise<CohortCount[]> => {
        const groups = new Map<string, CohortCount>();
        const add = ({ measure, cohort, children }: CohortCount): void => {
          const name = `${measure} ${cohort}`;
          const group = groups.get(name);
          if (group === undefined) groups.set(name, { measure, cohort, children });
          else group.children += children;
        };
        for (const group of await countAccountability(known.tx, at, true)) add(group);
        for await (const child of known.children())
          for (const span of spansThen(child, at)) add({ ...span, children: 1 });
        return [...groups.values()];
      };
      return await lookBack(() => withKnownAt(pool, knownAt, policy, count));
    },

    readAccountability: (question, after, limit) =>
      pageAsKnown(question.knownAt, after, limit, byChild, {
        stored: (db) => readAccountability(db, question, after, reachOf(limit), question.knownAt),
        retold: (child) => countedThen(child, question),
      }),

    readDiscrepancies: async (question, after, limit) =>
      pageOf(await readDiscrepancies(pool, question, after, reachOf(limit)), limit, discrepancyKey),
    findDuty: (duty) => findDuty(pool, duty),
    findAct: (recordId) => findAct(pool, recordId),
    keepAct: (act) => keepAct(pool, act),
    noteActInLog: (act) => noteActInLog(pool, act),
  };
}

/** Where a child counts as of a moment, as an earlier knowledge tells it. */
function spansThen({ course }: ChildThen, at: Date): AccountabilitySpan[] {
  return course.accountability.filter(({ from, to }) => from <= at.getTime() && to > at.getTime());
}

function* countedThen(
  child: ChildThen,
  { measure, at, keeps }: CountQuestion,
): Generator<CountedChild, void, undefined> {
  for (const span of spansThen(child, at)) {
    if (span.measure === measure && keeps(span.cohort))
      yield { childId: child.caseFile.childId, cohort: span.cohort };
  }
}

const byDuty = {
  keyOf: ({ childId, owner, subject }: WorklistKey): WorklistKey => ({ childId, owner, subject }),
  keyAt: (childId: string): WorklistKey => ({ childId, owner: '', subject: '' }),
  childOf: ({ childId }: WorklistKey): string => childId,
  compare: (a: WorklistKey, b: WorklistKey): number =>
    compareTexts(a.childId, b.childId) ||
    compareTexts(a.owner, b.owner) ||
    compareTexts(a.subject, b.subject),
};

const byChild = {
  keyOf: ({ childId }: CountedChild): string => childId,
  keyAt: (childId: string): string => childId,
  childOf: (childId: string): string => childId,
  compare: compareTexts,
};

function discrepancyKey({ childId, rule, subject, from, name }: DiscrepancyKey): DiscrepancyKey {
  return { childId, rule, subject, from, name };
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
