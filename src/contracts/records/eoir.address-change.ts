import { z } from 'zod';
import { Address } from '../address.ts';
import { contactChangeCodes } from '../codes/contact-change.ts';
import { recordBase } from '../record.ts';
import { CalendarDate, codeOf } from '../scalars.ts';

/** The court was told of an address (EOIR-33/IC, HHS notice, I-830 …). */
export const EoirAddressChange = z.strictObject({
  ...recordBase,
  receivedOn: CalendarDate,
  contactChangeCode: codeOf(contactChangeCodes, 'tblLookupContactChange'),
  address: Address,
});
export type EoirAddressChange = z.infer<typeof EoirAddressChange>;
