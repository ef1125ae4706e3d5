import { z } from 'zod';
import { recordBase } from '../record.ts';
import { Instant } from '../scalars.ts';

/** A Safety and Well-Being call was tried (ORR policy guide §6). A call that reached nobody is not a missing child. */
export const HhsWellbeingCall = z.strictObject({
  ...recordBase,
  attemptedAt: Instant,
  reached: z.enum(['child', 'sponsor', 'both', 'nobody']),
  livingWithSponsor: z.enum(['yes', 'no', 'refused']).optional(),
  addressMatches: z.enum(['yes', 'no', 'unknown', 'refused']).optional(),
  courtDateKnown: z.enum(['yes', 'no', 'unknown']).optional(),
});
export type HhsWellbeingCall = z.infer<typeof HhsWellbeingCall>;
