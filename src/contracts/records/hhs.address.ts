import { z } from 'zod';
import { Address } from '../address.ts';
import { recordBase } from '../record.ts';
import { CalendarDate } from '../scalars.ts';

/** A new or corrected address after release. */
export const HhsAddress = z.strictObject({
  ...recordBase,
  effectiveOn: CalendarDate,
  address: Address,
});
export type HhsAddress = z.infer<typeof HhsAddress>;
