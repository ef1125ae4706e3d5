import { z } from 'zod';

/** What a reader is not given, and why: withheld is said, so that nothing is taken for absent. */
export const Withheld = z.object({
  field: z.string().max(40).describe('Which field of this object, or of its `says`'),
  reason: z.string().max(300).describe('Why, and by which authority'),
  openedBy: z
    .enum(['address:read'])
    .nullable()
    .describe('The scope that a named authority gives and that opens it; null: none does'),
});
export type Withheld = z.infer<typeof Withheld>;
