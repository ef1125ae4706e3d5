import { z } from 'zod';
import { KeyOfRecord } from './record.ts';
import { Instant, AgencyKey } from './scalars.ts';

/** Whose duty it is. `ice` speaks for DHS (with CBP); `child`: the child's side, that is whoever acts for the child. */
export const ObligationOwner = z.enum(['ice', 'hhs', 'eoir', 'child']);
export type ObligationOwner = z.infer<typeof ObligationOwner>;

/**
 * not-started: what starts it is known and lies ahead. lapsed: what it asked for no longer applies (the child came back
 * into care, the court took the order back); it was neither met nor waived. waived: by a person, with a reason.
 */
export const ObligationState = z.enum(['not-started', 'open', 'met', 'overdue', 'waived', 'lapsed']);
export type ObligationState = z.infer<typeof ObligationState>;

/** Every duty there is; `src/domain/obligations/` has one file for each. */
export const ObligationRuleId = z.enum([
  'notify-hhs',
  'transfer-to-hhs',
  'confirm-arrival',
  'serve-nta',
  'serve-nta-on-custodian',
  'file-nta',
  'schedule-hearing',
  'ten-days-before-hearing',
  'report-hearing-outcome',
  'respond-to-missed-hearing',
  'notify-release',
  'usable-address',
  'tell-court-new-address',
  'wellbeing-call',
  'report-left-care',
  'age-out-plan',
]);
export type ObligationRuleId = z.infer<typeof ObligationRuleId>;

/** Duties that not every reader is told of; who is, and why, src/api/clearance/rules.ts says. */
export const untoldDuties = ['age-out-plan'] as const satisfies readonly ObligationRuleId[];

/** `<type>/<recordId>@<organisation>:<system>` */
export const RecordKey = KeyOfRecord.regex(
  /^[a-z]+\.[a-z-]+\/[\u0021-\u007e]+$/,
  'use <type>/<recordId>@<organisation>:<system>, as a status names its records',
);

/** Why a duty is waived; codes, since free text about a child is never taken in. */
export const WaiverReason = z.enum([
  'exceptional-circumstances',
  'done-but-not-recorded',
  'asked-by-the-child-side',
  'does-not-apply',
  'ordered-by-a-court',
]);

/**
 * A person's act on one duty: that it was seen (`acknowledge`) or need not be done (`waive`). A record like an agency's: it has
 * versions, the highest counts, and one with `voided: true` takes it back.
 */
export const ObligationAct = z
  .strictObject({
    recordId: AgencyKey,
    version: z.int().min(1).max(1_000_000_000),
    occurredAt: Instant,
    recordedAt: Instant,
    voided: z.boolean().optional(),
    obligation: ObligationRuleId,
    owner: ObligationOwner,
    /** Key of the record that started the duty. */
    subject: RecordKey,
    act: z.enum(['acknowledge', 'waive']),
    reason: WaiverReason.optional(),
    /** The agency's own file that tells more. */
    reference: AgencyKey.optional(),
    /** The client that acted. */
    by: z
      .string()
      .min(1)
      .max(128)
      .regex(/^[\u0020-\u007e]+$/),
  })
  .refine((act) => (act.act === 'waive') === (act.reason !== undefined), {
    path: ['reason'],
    message: 'a waiver gives a reason, an acknowledgement none',
  });
export type ObligationAct = z.infer<typeof ObligationAct>;

/** The type of the events that carry acts; Rollcall's own, so no agency may post it as a record. */
export const ACT_TYPE = 'rollcall.obligation-act';
