import { z } from 'zod';
import { recordBase } from '../record.ts';
import { AgencyKey, Instant } from '../scalars.ts';
import { SponsorCategory } from '../sponsor-category.ts';

/** The child entered ORR care, moved within it, or is there. Never a shelter's street address. */
export const HhsPlacement = z.strictObject({
  ...recordBase,
  admittedAt: Instant,
  programCode: AgencyKey,
  sponsorCategory: SponsorCategory.optional(),
  endedAt: Instant.optional(),
});
export type HhsPlacement = z.infer<typeof HhsPlacement>;
