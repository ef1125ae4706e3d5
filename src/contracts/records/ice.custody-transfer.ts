import { z } from 'zod';
import { eroAreas } from '../codes/ero-area.ts';
import { recordBase } from '../record.ts';
import { AgencyKey, Instant } from '../scalars.ts';

/** A child passed from DHS to HHS, or back (8 USC 1232(b)(3)). */
export const IceCustodyTransfer = z.strictObject({
  ...recordBase,
  apprehendedAt: Instant.optional(),
  determinedUnaccompaniedAt: Instant.optional(),
  hhsNotifiedAt: Instant.optional(),
  transferredAt: Instant,
  direction: z.enum(['to-hhs', 'to-dhs']),
  fieldOffice: z.enum(eroAreas, { error: () => 'not one of the 25 ERO areas of responsibility' }),
  orrFacilityCode: AgencyKey.optional(),
});
export type IceCustodyTransfer = z.infer<typeof IceCustodyTransfer>;
