import { z } from 'zod';
import { adjournmentCodes } from '../codes/adjournment.ts';
import { hearingLocationCodes } from '../codes/hearing-location.ts';
import { hearingMediumCodes } from '../codes/hearing-medium.ts';
import { noticeCodes } from '../codes/notice.ts';
import { scheduleTypeCodes } from '../codes/schedule-type.ts';
import { recordBase } from '../record.ts';
import { codeIn, codeOf, Instant } from '../scalars.ts';

/** No-show of the respondent *or* the attorney. */
export const NO_SHOW = '11';

/**
 * A hearing is set, moved to another day, held, or not held. One record per hearing; its versions tell its story.
 * `occurredAt` is the moment of what the version says: when it was set or moved, or when it took place.
 * EOIR keeps the reason of an adjournment with the hearing that was adjourned, so nobody can have missed one that is still to come.
 */
export const EoirHearing = z
  .strictObject({
    ...recordBase,
    scheduledFor: Instant,
    hearingType: codeOf(scheduleTypeCodes, 'tbllookupSchedule_Type'),
    medium: codeOf(hearingMediumCodes, 'ADJ_MEDIUM').optional(),
    locationCode: codeIn(hearingLocationCodes, 'tblLookupHloc'),
    adjournmentCode: codeOf(adjournmentCodes, 'tblAdjournmentCodes').optional(),
    noticeCode: codeIn(noticeCodes, 'tblLookupNOTICE').optional(),
    state: z.enum(['set', 'moved', 'held', 'not-held']),
  })
  .refine(
    ({ adjournmentCode, state }) => adjournmentCode !== NO_SHOW || state === 'held' || state === 'not-held',
    {
      path: ['adjournmentCode'],
      message:
        'a no-show is the outcome of the hearing that it adjourned: send it with state held or not-held and the time of that hearing, ' +
        'and the new date as a record of its own',
    },
  );
export type EoirHearing = z.infer<typeof EoirHearing>;
