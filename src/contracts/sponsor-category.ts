import { z } from 'zod';

/**
 * ORR's word for who stands ready to take the child in (ORR Policy Guide 2.2.1): 1 a parent or legal guardian, 2A and 2B near
 * relatives, 3 others, 4 nobody yet. Of a sponsor nothing else is taken in but the address.
 */
export const SponsorCategory = z.enum(['1', '2A', '2B', '3', '4']);
