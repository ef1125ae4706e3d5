import { z } from 'zod';
import { adjournmentCodes } from '../codes/adjournment.ts';
import { hearingLocationCodes } from '../codes/hearing-location.ts';
import { hearingMediumCodes } from '../codes/hearing-medium.ts';
import { noticeCodes } from '../codes/notice.ts';
import { scheduleTypeCodes } from '../codes/schedule-type.ts';
import { recordBase } from '../record.ts';
import { codeIn, codeOf, Instant } from '../scalars.ts';

/**
 * A hearing is set, moved to another day, held, or not held. One record per hearing; its versions tell its story.
 * `occurredAt` is the moment of what the version says: when it was set or moved, or when it took place.
 */
export const EoirHearing = z.strictObject({
  ...recordBase,
  scheduledFor: Instant,
  hearingType: codeOf(scheduleTypeCodes, 'tbllookupSchedule_Type'),
  medium: codeOf(hearingMediumCodes, 'ADJ_MEDIUM').optional(),
  locationCode: codeIn(hearingLocationCodes, 'tblLookupHloc'),
  adjournmentCode: codeOf(adjournmentCodes, 'tblAdjournmentCodes').optional(),
  noticeCode: codeIn(noticeCodes, 'tblLookupNOTICE').optional(),
  state: z.enum(['set', 'moved', 'held', 'not-held']),
});
export type EoirHearing = z.infer<typeof EoirHearing>;
