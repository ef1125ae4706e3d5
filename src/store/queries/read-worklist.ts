import type { ObligationOwner, ObligationRuleId, ObligationState } from '../../contracts/obligation.ts';
import type { Pool } from '../pool.ts';
import { untouchedSince } from './touched.ts';

/** Where in a worklist one stands: its order is child, owner, subject, which no write changes. */
export interface WorklistKey {
  childId: string;
  owner: string;
  subject: string;
}

/** A duty as a worklist shows it: its moments, and its state at the moment asked for. */
export interface WorklistDuty extends WorklistKey {
  owner: ObligationOwner;
  state: ObligationState;
  opensAt: Date;
  dueAt: Date | null;
  overdueAt: Date | null;
  closedAt: Date | null;
  waivedAt: Date | null;
  acknowledgedAt: Date | null;
  /** ERO area of the latest hand-over to HHS. */
  fieldOffice: string | null;
  /** `YYYY-MM-DD` */
  birthDate: string | null;
}

export interface WorklistQuestion {
  rule: ObligationRuleId;
  states: readonly ObligationState[];
  owners: readonly ObligationOwner[] | null;
  fieldOffices: readonly string[] | null;
  /** Born after the one day and up to the other, `YYYY-MM-DD`, null being open; any of the ranges. `unknown`: no birth date. */
  born: { ranges: ReadonlyArray<{ after: string | null; upTo: string | null }>; unknown: boolean } | null;
  /** At `validAt`. */
  acknowledged: boolean | null;
  validAt: Date;
}

/** Part of a list, as far as a `Reach` went. */
export interface Stretch<T, K> {
  rows: T[];
  /** The last row looked at, whether or not it matched; null: there are no more. */
  last: K | null;
}

/** How far to read along an index: until `find` rows match the question, or `look` rows were looked at. */
export interface Reach {
  find: number;
  look: number;
}

interface Row {
  child_id: string;
  owner: ObligationOwner;
  subject: string;
  opens_at: Date;
  due_at: Date | null;
  overdue_at: Date | null;
  closed_at: Date | null;
  waived_at: Date | null;
  acknowledged_at: Date | null;
  field_office: string | null;
  birth_date: string | null;
  state: ObligationState;
  kept: boolean;
  place: number;
}

const columns = `child_id, owner, subject, opens_at, due_at, overdue_at, closed_at, closed_as, waived_at, acknowledged_at,
  field_office, birth_date`;
const order = 'child_id, owner, subject';
const beyond = (filter: string): string => `select ${columns} from projection.obligation
  where rule = $1 and ${filter} and (child_id, owner, subject) > ($2::uuid, $3::text, $4::text)
  order by ${order} limit $5`;

/** Duties that are not closed, read along their own index, and the few that closed after the moment; as far as the page needs. */
const notClosed = `select * from ((${beyond('closed_at is null')}) union all (${beyond('closed_at > $6')})) both_kinds
  order by ${order} limit $5`;

/** As domain/obligations/duties.ts `dutyStateAt`: a duty is waived until it closes. */
const stateAt = `case when opens_at > $6 then 'not-started'
  when closed_at <= $6 then closed_as
  when waived_at <= $6 then 'waived'
  when overdue_at <= $6 then 'overdue'
  else 'open' end`;

/**
 * $1 the rule; $2 to $4 the place to go on after; $5 how many to look at; $6 the moment; $7 states; $8 owners; $9 field offices;
 * $10 and $11 after and up to which days born; $12 whether unknown birth dates count; $13 whether acknowledged; $14 how many to find;
 * $15 the moment of knowledge. A null filter lets everything through. The last row looked at comes along even if it doesn't match.
 */
function sqlOf(from: string, more: string): string {
  return `with stretch as (${from}),
stated as (select *, ${stateAt} as state, (row_number() over (order by ${order}))::int as place from stretch),
weighed as (select *, state = any($7::text[])
  and ($8::text[] is null or owner = any($8))
  and ($9::text[] is null or field_office = any($9))
  and ($10::text[] is null
    or ($12::boolean and birth_date is null)
    or exists (select from unnest($10::text[]::date[], $11::text[]::date[]) as born (after, up_to)
      where birth_date > born.after and birth_date <= born.up_to))
  and ($13::boolean is null or coalesce(acknowledged_at <= $6, false) = $13)
  ${more} as kept
from stated)
select child_id, owner, subject, opens_at, due_at, overdue_at, closed_at, waived_at, acknowledged_at, field_office,
  birth_date::text, state, coalesce(kept, false) as kept, place
from weighed where kept or place = $5 order by ${order} limit $14`;
}

/** For moments up to a day ago it pays to walk the index of what is not closed: few duties have closed since. */
const DAY = 86_400_000;

/**
 * Duties of one rule after a place in the worklist's order, those that the question asks for.
 * @param how knownAt: inside `withKnownAtById`, without the children that it tells anew
 */
export async function readWorklist(
  db: Pick<Pool, 'query'>,
  question: WorklistQuestion,
  after: WorklistKey,
  { find, look }: Reach,
  how: { now: Date; knownAt: Date | null },
): Promise<Stretch<WorklistDuty, WorklistKey>> {
  const { states, validAt, born } = question;
  const closedToo = states.includes('met') || states.includes('lapsed');
  const recent = validAt.getTime() > how.now.getTime() - DAY;
  const from = closedToo || !recent ? beyond('true') : notClosed;
  const ranges = born?.ranges ?? [];
  const { rows } = await db.query<Row>({
    text: sqlOf(from, how.knownAt === null ? '' : `and ${untouchedSince('stated.child_id', '$15')}`),
    values: [
      question.rule,
      after.childId,
      after.owner,
      after.subject,
      look,
      validAt,
      states,
      question.owners,
      question.fieldOffices,
      born === null ? null : ranges.map(({ after: day }) => day ?? '-infinity'),
      born === null ? null : ranges.map(({ upTo }) => upTo ?? 'infinity'),
      born?.unknown ?? false,
      question.acknowledged,
      find,
      ...(how.knownAt === null ? [] : [how.knownAt]),
    ],
  });
  const end = rows.find(({ place }) => place === look);
  return {
    rows: rows.filter(({ kept }) => kept).map(dutyOf),
    last: end === undefined ? null : { childId: end.child_id, owner: end.owner, subject: end.subject },
  };
}

function dutyOf(row: Row): WorklistDuty {
  return {
    childId: row.child_id,
    owner: row.owner,
    subject: row.subject,
    state: row.state,
    opensAt: row.opens_at,
    dueAt: row.due_at,
    overdueAt: row.overdue_at,
    closedAt: row.closed_at,
    waivedAt: row.waived_at,
    acknowledgedAt: row.acknowledged_at,
    fieldOffice: row.field_office,
    birthDate: row.birth_date,
  };
}
