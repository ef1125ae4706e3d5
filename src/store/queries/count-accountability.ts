import type { Pool } from '../pool.ts';
import { untouched } from './touched.ts';

/** How many children of one history of hand-overs belong to a count. */
export interface CohortCount {
  measure: string;
  /** As domain/accountability.ts writes it. */
  cohort: string;
  children: number;
}

const sql = (more: string): string => `select measure, cohort, count(*)::int as children
from projection.accountability where valid_from <= $1 and valid_to > $1 ${more}
group by measure, cohort`;

/**
 * The auditors' counts as of a moment, by measure and cohort; a child is once in a measure at any moment.
 * @param onlyUntouched inside `withKnownAt`, without the children that it tells anew
 */
export async function countAccountability(
  db: Pick<Pool, 'query'>,
  at: Date,
  onlyUntouched: boolean,
): Promise<CohortCount[]> {
  const { rows } = await db.query<CohortCount>({
    text: sql(onlyUntouched ? `and ${untouched('accountability.child_id')}` : ''),
    values: [at],
  });
  return rows;
}
