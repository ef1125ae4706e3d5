import { z } from 'zod';
import { courtDecisionCodes } from '../codes/court-decision.ts';
import { motionTypeCodes } from '../codes/motion-type.ts';
import { recordBase } from '../record.ts';
import { CalendarDate, codeOf } from '../scalars.ts';

/**
 * A proceeding was decided, reopened or rescinded. With a `motionCode` the record is the ruling on that motion:
 * `decisionCode` G grants it, anything else leaves the proceeding as it was.
 */
export const EoirDecision = z
  .strictObject({
    ...recordBase,
    decidedOn: CalendarDate,
    decisionCode: codeOf(courtDecisionCodes, 'tblLookupCourtDecision').optional(),
    otherCompletionCode: codeOf(courtDecisionCodes, 'tblLookupCourtDecision').optional(),
    inAbsentia: z.enum(['yes', 'no']).optional(),
    motionCode: codeOf(motionTypeCodes, 'tblLookupMotionType').optional(),
  })
  .refine((decision) => decision.decisionCode !== undefined || decision.otherCompletionCode !== undefined, {
    path: ['decisionCode'],
    message: 'give a decisionCode or an otherCompletionCode',
  })
  .refine((decision) => decision.motionCode === undefined || decision.decisionCode !== undefined, {
    path: ['decisionCode'],
    message: 'give the decisionCode of the ruling on the motion (G grants it)',
  });
export type EoirDecision = z.infer<typeof EoirDecision>;
