import { z } from 'zod';
import { ObligationOwner, ObligationRuleId, RecordKey, WaiverReason } from './obligation.ts';
import { KeyOfRecord } from './record.ts';
import { AgencyKey, Instant } from './scalars.ts';
import { Obligation } from './status.ts';

/** Ages in whole years. Under 14 a Notice to Appear is served on the custodian (8 CFR 103.8(c)(2)(ii)). */
export const AgeBand = z.enum(['0-5', '6-11', '12-13', '14-15', '16-17', '18-and-over', 'unknown']);
export type AgeBand = z.infer<typeof AgeBand>;

const dutyAtAMoment = Obligation.pick({
  owner: true,
  subject: true,
  state: true,
  since: true,
  opensAt: true,
  due: true,
  overdueAt: true,
});

/** One duty of a worklist, as it is at the moment asked for. */
export const WorklistItem = z
  .object({
    childId: z.uuid(),
    obligation: ObligationRuleId,
    ...dutyAtAMoment.shape,
    acknowledgedAt: z.iso
      .datetime()
      .nullable()
      .describe('When its owner said that it was seen; null: not by then'),
    fieldOffice: z.string().max(40).nullable().describe('ERO area of the latest hand-over to HHS'),
    ageBand: AgeBand.describe('At that moment, by the earliest day on which the child may have been born'),
  })
  .meta({ id: 'WorklistItem' });
export type WorklistItem = z.infer<typeof WorklistItem>;

export const Worklist = z.object({
  obligation: ObligationRuleId,
  validAt: z.iso.datetime().describe('Of which moment the states are; the same on every page of a walk'),
  knownAt: z.iso.datetime().nullable().describe('By what was received up to then; null: by all of it'),
  items: z.array(WorklistItem),
  next: z
    .string()
    .max(600)
    .nullable()
    .describe(
      'Cursor of the next page; null: this is the last. A page may be short, or empty, and not be it',
    ),
});
export type Worklist = z.infer<typeof Worklist>;

/** An id that the client chooses, so that the same request twice is one act. */
export const ActId = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._:-]{0,57}$/,
    'use 1 to 58 letters, digits or . _ : - and start with a letter or digit',
  );

const act = {
  childId: z.uuid(),
  owner: ObligationOwner.optional().describe(
    'Whose duty; absent: the token’s agency, or the rule’s only owner',
  ),
  subject: RecordKey.describe('As the worklist names it'),
  actId: ActId.optional().describe(
    'Names the act for this agency: the same again changes nothing. Absent: one is made',
  ),
  reference: AgencyKey.optional().describe('The agency’s own file that tells more'),
  occurredAt: Instant.optional().describe('When it was done; absent: now'),
};
export const Acknowledgement = z.strictObject(act);
export const Waiver = z.strictObject({ ...act, reason: WaiverReason });

/** What became of an act: it is in the log and takes effect as a record does. */
export const ActReceipt = z
  .object({
    actId: z.string().max(64),
    record: KeyOfRecord.describe('Key of the act’s record, as statuses and timelines name it'),
    version: z.int(),
    status: z.enum(['accepted', 'duplicate']).describe('duplicate: it was there before; nothing was added'),
    obligation: ObligationRuleId,
    owner: ObligationOwner,
    subject: KeyOfRecord,
    act: z.enum(['acknowledge', 'waive']),
    occurredAt: z.iso.datetime(),
    takenBack: z.boolean(),
  })
  .meta({ id: 'ActReceipt' });
export type ActReceipt = z.infer<typeof ActReceipt>;
