import type { Agency } from '../../contracts/record.ts';
import type { Pool } from '../pool.ts';
import type { Reach, Stretch } from './read-worklist.ts';

/** Where in the list one stands. One contradiction may show, pass and show again, so its beginning is part of the key. */
export interface DiscrepancyKey {
  childId: string;
  rule: string;
  /** First of the records. */
  subject: string;
  /** RFC 3339, or `-infinity`. */
  from: string;
  /** MD5 of the records. */
  name: string;
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
  name: string;
  open: boolean;
  place: number;
}

const order = 'child_id, rule, subject, opens_at, name';
const sql = (
  owner: string,
): string => `with stretch as (select *, md5(records) as name from projection.discrepancy
  where ${owner} (child_id, rule, subject, opens_at, md5(records)) > ($1::uuid, $2::text, $3::text, $4::timestamptz, $5::text)
  order by ${order} limit $6),
stated as (select *, opens_at <= $7 and (closes_at is null or closes_at > $7) as open,
  (row_number() over (order by ${order}))::int as place from stretch)
select child_id, rule, subject, owner, records, detail, opens_at, closes_at, name, open, place
from stated where open or not $8::boolean or place = $6 order by ${order} limit $9`;

/**
 * Discrepancies after a place in their order: child, rule, first record, beginning.
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
    text: sql(owner === null ? '' : 'owner = $10 and'),
    values: [
      after.childId,
      after.rule,
      after.subject,
      after.from,
      after.name,
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
        ...keyOf(row),
        owner: row.owner,
        records: row.records.split(' '),
        detail: row.detail,
        opensAt: row.opens_at instanceof Date ? row.opens_at : null,
        closesAt: row.closes_at,
        open: row.open,
      })),
    last: end === undefined ? null : keyOf(end),
  };
}

function keyOf({ child_id, rule, subject, opens_at, name }: Row): DiscrepancyKey {
  const from = opens_at instanceof Date ? opens_at.toISOString() : '-infinity';
  return { childId: child_id, rule, subject, from, name };
}
