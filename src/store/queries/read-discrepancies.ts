import type { Agency } from '../../contracts/record.ts';
import type { ObligationRuleId } from '../../contracts/obligation.ts';
import { actWithoutDuty, saidOfDuty } from '../../domain/discrepancies/act-without-duty.ts';
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

export interface DiscrepancyQuestion {
  /** Null: of any agency. */
  owner: Agency | null;
  /** Those that show at the moment; else also those that did or will. */
  onlyOpen: boolean;
  validAt: Date;
  /** What is about acts on these duties is left out before anything is counted: no page is shorter for it, and no cursor names it. */
  untold: readonly ObligationRuleId[];
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
/**
 * $1 to $5 the place to go on after; $6 how many to look at; $7 the moment; $8 whether open ones alone; $9 how many to find. The last row
 * looked at comes along even if it doesn't match.
 */
const sql = (
  filters: string,
): string => `with stretch as (select *, md5(records) as name from projection.discrepancy
  where ${filters} (child_id, rule, subject, opens_at, md5(records)) > ($1::uuid, $2::text, $3::text, $4::timestamptz, $5::text)
  order by ${order} limit $6),
stated as (select *, opens_at <= $7 and (closes_at is null or closes_at > $7) as open,
  (row_number() over (order by ${order}))::int as place from stretch)
select child_id, rule, subject, owner, records, detail, opens_at, closes_at, name, open, place
from stated where open or not $8::boolean or place = $6 order by ${order} limit $9`;

/** Discrepancies after a place in their order: child, rule, first record, beginning. */
export async function readDiscrepancies(
  db: Pick<Pool, 'query'>,
  question: DiscrepancyQuestion,
  after: DiscrepancyKey,
  { find, look }: Reach,
): Promise<Stretch<FoundDiscrepancy, DiscrepancyKey>> {
  const { owner, onlyOpen, validAt, untold } = question;
  const { childId, rule, subject, from, name } = after;
  const values: unknown[] = [childId, rule, subject, from, name, look, validAt, onlyOpen, find];
  let filters = owner === null ? '' : `owner = $${values.push(owner)} and`;
  if (untold.length > 0) {
    const patterns = untold.map((duty) => `%${saidOfDuty(duty)}%`);
    filters += ` (rule <> '${actWithoutDuty.id}' or detail not like all($${values.push(patterns)}::text[])) and`;
  }
  const { rows } = await db.query<Row>({ text: sql(filters), values });
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
