import { z } from 'zod';
import { baseCityCodes } from '../codes/base-city.ts';
import { casePriorityCodes } from '../codes/case-priority.ts';
import { caseTypeCodes } from '../codes/case-type.ts';
import { juvenileCodes } from '../codes/juvenile.ts';
import { recordBase } from '../record.ts';
import { CalendarDate, codeOf } from '../scalars.ts';

/** A case exists: the court received the charging document (8 CFR 1003.14). */
export const EoirCase = z.strictObject({
  ...recordBase,
  caseType: codeOf(caseTypeCodes, 'tblLookupCaseType'),
  receivedOn: CalendarDate,
  ntaIssuedOn: CalendarDate.optional(),
  baseCityCode: codeOf(baseCityCodes, 'tblLookupBaseCity'),
  juvenileCode: codeOf(juvenileCodes, 'tblLookup_Juvenile').optional(),
  casePriority: codeOf(casePriorityCodes, 'tblLookup_CasePriority').optional(),
  closedOn: CalendarDate.optional(),
});
export type EoirCase = z.infer<typeof EoirCase>;
