import { z } from 'zod';
import { Agency } from './record.ts';

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
    basis: z.array(z.string().max(128)).describe('Keys of the records that decided it: <type>/<recordId>'),
    rule: z.string().max(80).describe('The rule of docs/domain.md that gave it'),
  });
}

/** How a record came to this child. */
export const Link = z.object({
  record: z.string().max(128).describe('<type>/<recordId>'),
  version: z.int(),
  by: z.enum(['a-number', 'agency-id', 'record']).describe('By which identifier; record: it stands alone'),
  certainty: z.enum(['exact']),
  voided: z.boolean(),
});
export type Link = z.infer<typeof Link>;

/** Two records that cannot both be true. Both are kept. */
export const Discrepancy = z.object({
  rule: z.string().max(80),
  records: z.array(z.string().max(128)),
  owner: Agency,
  detail: z.string().max(300),
});
export type Discrepancy = z.infer<typeof Discrepancy>;

/** A duty with an owner, a clock and an authority. Room for them; the rules come with their own issue. */
export const Obligation = z.object({
  id: z.string().max(80),
  owner: z.string().max(40),
  state: z.enum(['not-started', 'open', 'met', 'overdue', 'waived']),
  due: z.iso.datetime().nullable(),
  basis: z.array(z.string().max(128)),
});
export type Obligation = z.infer<typeof Obligation>;

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

/** What the API answers: the status and, per record key, where in the log it stands. */
export const ChildStatusWithPositions = ChildStatus.extend({ positions: z.record(z.string(), Position) });
export type ChildStatusWithPositions = z.infer<typeof ChildStatusWithPositions>;
