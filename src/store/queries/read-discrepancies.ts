import type { Agency } from '../../contracts/record.ts';
import type { Pool } from '../pool.ts';
import type { Reach, Stretch } from './read-worklist.ts';

/** Where in the list one stands. */
export interface DiscrepancyKey {
  childId: string;
  rule: string;
  subject: string;
}

export interface FoundDiscrepancy extends DiscrepancyKey {
  owner: Agency;
  records: string[];
  detail: string;
  /** Null: whenever one looks. */
  opensAt: Date | null;
  /** Null: until news. */
  closesAt: Date | null;
  open: boolean;
}

interface Row {
  child_id: string;
  rule: string;
  subject: string;
  owner: Agency;
  records: string;
  detail: string;
  /** pg gives -Infinity for '-infinity'. */
  opens_at: Date | number;
  closes_at: Date | null;
  open: boolean;
  place: number;
}

const order = 'child_id, rule, subject';
const sql = (owner: string): string => `with stretch as (select * from projection.discrepancy
  where ${owner} (child_id, rule, subject) > ($1::uuid, $2::text, $3::text) order by ${order} limit $4),
stated as (select *, opens_at <= $5 and (closes_at is null or closes_at > $5) as open,
  (row_number() over (order by ${order}))::int as place from stretch)
select child_id, rule, subject, owner, records, detail, opens_at, closes_at, open, place
from stated where open or not $6::boolean or place = $4 order by ${order} limit $7`;

/**
 * Discrepancies after a place in their order, child, rule, subject.
 * @param owner null: of any agency
 * @param onlyOpen those that show at the moment; else also those that did or will
 */
export async function readDiscrepancies(
  db: Pick<Pool, 'query'>,
  question: { owner: Agency | null; onlyOpen: boolean; validAt: Date },
  after: DiscrepancyKey,
  { find, look }: Reach,
): Promise<Stretch<FoundDiscrepancy, DiscrepancyKey>> {
  const { owner, onlyOpen, validAt } = question;
  const { rows } = await db.query<Row>({
    text: sql(owner === null ? '' : 'owner = $8 and'),
    values: [
      after.childId,
      after.rule,
      after.subject,
      look,
      validAt,
      onlyOpen,
      find,
      ...(owner === null ? [] : [owner]),
    ],
  });
  const end = rows.find(({ place }) => place === look);
  return {
    rows: rows
      .filter(({ open }) => open || !onlyOpen)
      .map((row) => ({
        childId: row.child_id,
        rule: row.rule,
        subject: row.subject,
        owner: row.owner,
        records: row.records.split(' '),
        detail: row.detail,
        opensAt: row.opens_at instanceof Date ? row.opens_at : null,
        closesAt: row.closes_at,
        open: row.open,
      })),
    last: end === undefined ? null : { childId: end.child_id, rule: end.rule, subject: end.subject },
  };
}
