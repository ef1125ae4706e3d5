import { z } from 'zod';
import { Address } from '../address.ts';
import { recordBase } from '../record.ts';
import { Instant } from '../scalars.ts';
import { SponsorCategory } from '../sponsor-category.ts';

/** How a child can leave ORR care. */
export const DischargeType = z.enum([
  'reunified-with-sponsor',
  'aged-out',
  'unaccompanied-refugee-minor-programme',
  'licensed-programme',
  'voluntary-departure',
  'legal-status',
  'unauthorized-absence',
  'age-redetermined',
  'transferred-to-dhs',
  'transferred-to-law-enforcement',
  'died',
]);
export type DischargeType = z.infer<typeof DischargeType>;

/** The child left ORR care, and how. Of the sponsor only the category and the address are taken in. */
export const HhsRelease = z.strictObject({
  ...recordBase,
  releasedAt: Instant,
  dischargeType: DischargeType,
  sponsorCategory: SponsorCategory.optional(),
  address: Address.optional(),
  noticeToIceAt: Instant.optional(),
  noticeToEoirAt: Instant.optional(),
});
export type HhsRelease = z.infer<typeof HhsRelease>;
