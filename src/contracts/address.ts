import { z } from 'zod';
import { stateCodes } from './codes/state.ts';
import { codeOf, words } from './scalars.ts';

/**
 * An address as the agency holds it. Every part may be absent or blank, since a blank release address is a fact
 * that must arrive (DHS OIG-25-21 counted 31,322 unusable ones); whether it can be used is the status's to say.
 * `unitRequired`: the agency's own address check (USPS DPV) says that the building needs a unit number.
 */
export const Address = z.strictObject({
  line1: words(120).optional(),
  unit: words(20).optional(),
  city: words(60).optional(),
  state: codeOf(stateCodes, 'US states').optional(),
  postalCode: words(10).optional(),
  unitRequired: z.boolean().optional(),
});
export type Address = z.infer<typeof Address>;
