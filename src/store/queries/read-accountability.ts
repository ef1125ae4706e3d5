import type { Pool } from '../pool.ts';
import type { Reach, Stretch } from './read-worklist.ts';
import { untouchedSince } from './touched.ts';

export interface CountedChild {
  childId: string;
  /** As domain/accountability.ts writes it. */
  cohort: string;
}

const sql = (more: string): string => `with stretch as (select child_id, cohort from projection.accountability
  where measure = $1 and child_id > $2 and valid_from <= $3 and valid_to > $3 order by child_id limit $4),
placed as (select *, (row_number() over (order by child_id))::int as place from stretch)
select child_id, cohort, place, cohort like $5 ${more} as kept from placed where cohort like $5 or place = $4
order by child_id limit $6`;

export interface CountQuestion {
  measure: string;
  at: Date;
  /** Whom the list is of, by cohort. */
  keeps: (cohort: string) => boolean;
  /** What such a cohort must hold (LIKE): the database then sends fewer to choose from. */
  like: string;
}

/**
 * Children that belong to a count as of a moment, after one of them, by id.
 * @param knownAt inside `withKnownAtById`, without the children that it tells anew
 */
export async function readAccountability(
  db: Pick<Pool, 'query'>,
  { measure, at, keeps, like }: CountQuestion,
  after: string,
  { find, look }: Reach,
  knownAt: Date | null,
): Promise<Stretch<CountedChild, string>> {
  const { rows } = await db.query<{ child_id: string; cohort: string; place: number; kept: boolean }>({
    text: sql(knownAt === null ? '' : `and ${untouchedSince('placed.child_id', '$7')}`),
    values: [measure, after, at, look, like, find, ...(knownAt === null ? [] : [knownAt])],
  });
  const end = rows.at(-1);
  return {
    rows: rows
      .filter(({ cohort, kept }) => kept && keeps(cohort))
      .map((row) => ({ childId: row.child_id, cohort: row.cohort })),
    last: end !== undefined && (rows.length === find || end.place === look) ? end.child_id : null,
  };
}
