import { z } from 'zod';
import { recordBase } from '../record.ts';
import { Instant } from '../scalars.ts';

/** Someone looked for the child. */
export const IceLocationCheck = z.strictObject({
  ...recordBase,
  checkedOn: Instant,
  method: z.enum(['visit', 'call', 'records', 'other']),
  outcome: z.enum(['located', 'not-located', 'refused', 'inconclusive']),
});
export type IceLocationCheck = z.infer<typeof IceLocationCheck>;
