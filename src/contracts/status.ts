import { z } from 'zod';
import { ObligationOwner, ObligationRuleId, ObligationState } from './obligation.ts';
import { Agency, KeyOfRecord } from './record.ts';
import { Withheld } from './withheld.ts';

/** Where the child is, as far as the records say. */
export const Placement = z.enum([
  'dhs-custody',
  'hhs-care',
  'released',
  'left-care',
  'aged-out',
  'returned-to-dhs',
  'departed-us',
  'law-enforcement',
  'died',
  'unknown',
]);
export type Placement = z.infer<typeof Placement>;

export const NoticeToAppear = z.enum(['none', 'issued', 'served', 'filed', 'cancelled']);
export type NoticeToAppear = z.infer<typeof NoticeToAppear>;

export const Court = z.enum([
  'no-case',
  'no-hearing',
  'scheduled',
  'appeared',
  'possible-failure-to-appear',
  'failed-to-appear',
  'ordered-in-absentia',
  'completed',
  'reopened',
]);
export type Court = z.infer<typeof Court>;

export const AddressVerdict = z.enum([
  'in-care',
  'usable',
  'blank',
  'undeliverable',
  'missing-unit',
  'conflicting',
]);
export type AddressVerdict = z.infer<typeof AddressVerdict>;

export const Contact = z.enum(['not-due', 'due', 'reached', 'not-reached', 'overdue']);
export type Contact = z.infer<typeof Contact>;

/** A pointer for people to act on, never a finding; software does not call a child missing. */
export const Verification = z.enum(['verified', 'unverified']);
export type Verification = z.infer<typeof Verification>;

/** One dimension's answer and why: since when, by which records, by which rule (docs/domain.md names each). */
function answer<T extends z.ZodType>(value: T) {
  return z.object({
    value,
    since: z.iso.datetime().nullable().describe('When this value began; null where no record says'),
    basis: z
      .array(KeyOfRecord)
      .describe('Keys of the records that decided it: <type>/<recordId>@<organisation>:<system>'),
    rule: z.string().max(80).describe('The rule of docs/domain.md that gave it'),
  });
}

/** How a record came to this child. */
export const Link = z.object({
  record: KeyOfRecord.describe('<type>/<recordId>@<organisation>:<system>'),
  version: z.int(),
  by: z.enum(['a-number', 'agency-id', 'record']).describe('By which identifier; record: it stands alone'),
  certainty: z.enum(['exact']),
  voided: z.boolean(),
});
export type Link = z.infer<typeof Link>;

/** Two records that cannot both be true. Both are kept. */
export const Discrepancy = z.object({
  rule: z.string().max(80),
  records: z.array(KeyOfRecord),
  owner: Agency.describe('The agency that can resolve it'),
  detail: z.string().max(300),
  since: z.iso.datetime().nullable().describe('When it began to show; null: whenever one looks'),
});
export type Discrepancy = z.infer<typeof Discrepancy>;

/** A duty with an owner, a clock and an authority (docs/domain.md lists the rules). */
export const Obligation = z.object({
  id: ObligationRuleId,
  owner: ObligationOwner,
  subject: KeyOfRecord.describe(
    'Key of the record that started it: <type>/<recordId>@<organisation>:<system>',
  ),
  authority: z
    .string()
    .max(120)
    .describe('Statute, regulation, form or policy that says so; or a house rule'),
  state: ObligationState,
  since: z.iso.datetime().nullable().describe('When this state began; null: not started'),
  opensAt: z.iso.datetime(),
  due: z.iso.datetime().nullable().describe('From then on it is late; null: no such moment is known'),
  overdueAt: z.iso
    .datetime()
    .nullable()
    .describe('From then on it is overdue: `due` and what the rule lets pass after it'),
  late: z.boolean().describe('It was overdue, or was met only after it had been'),
  level: z
    .int()
    .describe('How many of its deadlines passed: 0 none, 1 overdue, more where the rule escalates'),
  acknowledgedAt: z.iso.datetime().nullable().describe('When its owner said that it was seen'),
  basis: z.array(KeyOfRecord).describe('Keys of the records and acts that give the state'),
});
export type Obligation = z.infer<typeof Obligation>;

/** A record that should have come by now: an overdue duty that such a record meets. */
export const Silence = z.object({
  expected: z.string().max(40).describe('Record type'),
  from: Agency,
  since: z.iso.datetime(),
  obligation: ObligationRuleId,
  subject: KeyOfRecord,
});
export type Silence = z.infer<typeof Silence>;

/**
 * One child's reconciled status: a pure function of the set of current records and the moment. It holds from `asOf`
 * until `nextChangeAt` (null: until news), so equal sets give equal bytes whatever their order of arrival.
 */
export const ChildStatus = z.object({
  childId: z.uuid(),
  policyVersion: z.string().max(40),
  asOf: z.iso.datetime().nullable(),
  nextChangeAt: z.iso.datetime().nullable(),
  placement: answer(Placement),
  noticeToAppear: answer(NoticeToAppear),
  court: answer(Court),
  address: answer(AddressVerdict),
  contact: answer(Contact),
  verification: answer(Verification),
  obligations: z.array(Obligation),
  silences: z.array(Silence),
  discrepancies: z.array(Discrepancy),
  links: z.array(Link),
  freshness: z
    .object({
      ice: z.iso.datetime().nullable(),
      hhs: z.iso.datetime().nullable(),
      eoir: z.iso.datetime().nullable(),
    })
    .describe('Per agency the latest recordedAt among this child’s records'),
});
export type ChildStatus = z.infer<typeof ChildStatus>;

/** Where in the log a record stands. Beside the status, not in it: positions depend on arrival. */
export const Position = z.object({ topic: z.string(), partition: z.int(), offset: z.string() });
export type Position = z.infer<typeof Position>;

/** What the API answers: the status, per record key where in the log it stands, and what this reader is not told. */
export const ChildStatusWithPositions = ChildStatus.extend({
  asOf: ChildStatus.shape.asOf.describe(
    'From then on it holds; null: whenever one looks. Where it is in `withheld`, the moment asked for',
  ),
  nextChangeAt: ChildStatus.shape.nextChangeAt.describe(
    'Until then it holds; null: until news, or it is in `withheld`',
  ),
  positions: z.record(z.string(), Position),
  withheld: z.array(Withheld).describe('What is left out for this reader; said of every child alike'),
});
export type ChildStatusWithPositions = z.infer<typeof ChildStatusWithPositions>;
