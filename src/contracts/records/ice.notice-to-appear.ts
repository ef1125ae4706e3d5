import { z } from 'zod';
import { baseCityCodes } from '../codes/base-city.ts';
import { serviceMethodCodes } from '../codes/service-method.ts';
import { recordBase } from '../record.ts';
import { CalendarDate, codeOf } from '../scalars.ts';

/** A Notice to Appear (form I-862) was issued, served, filed with the court, or cancelled. */
export const IceNoticeToAppear = z.strictObject({
  ...recordBase,
  issuedOn: CalendarDate,
  servedOn: CalendarDate.optional(),
  /** Under 14, service must be on the person the child lives with (8 CFR 103.8(c)(2)(ii)). */
  servedOnRole: z.enum(['child', 'custodian']).optional(),
  serviceMethod: codeOf(serviceMethodCodes, 'tblLookupService_Method').optional(),
  filedOn: CalendarDate.optional(),
  courtCode: codeOf(baseCityCodes, 'tblLookupBaseCity').optional(),
  cancelledOn: CalendarDate.optional(),
});
export type IceNoticeToAppear = z.infer<typeof IceNoticeToAppear>;
