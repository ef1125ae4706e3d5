import { z } from 'zod';
import { ObligationOwner, ObligationRuleId, ObligationState } from './obligation.ts';
import { Agency } from './record.ts';

/**
 * opened: the duty is there. escalated: a deadline of it passed. acknowledged, waived: a person said so. closed: it was met or
 * lapsed, or was told as the one and is the other. reopened: what had closed it, or waived it, was taken back. withdrawn: what had
 * opened it was.
 */
export const ObligationNotice = z.object({
  childId: z.uuid(),
  obligation: ObligationRuleId,
  owner: ObligationOwner,
  subject: z.string().max(128),
  event: z.enum(['opened', 'escalated', 'acknowledged', 'waived', 'closed', 'reopened', 'withdrawn']),
  before: ObligationState.nullable().describe('What was told before; null: nothing'),
  state: ObligationState.nullable().describe('Null: withdrawn'),
  level: z.int(),
  opensAt: z.iso.datetime(),
  due: z.iso.datetime().nullable(),
  authority: z.string().max(120),
  basis: z.array(z.string().max(128)),
});
export type ObligationNotice = z.infer<typeof ObligationNotice>;

/** Two records that cannot both be true began, or ceased, to be so. */
export const DiscrepancyNotice = z.object({
  childId: z.uuid(),
  rule: z.string().max(80),
  owner: Agency,
  records: z.array(z.string().max(128)),
  detail: z.string().max(300),
  event: z.enum(['opened', 'closed']),
});
export type DiscrepancyNotice = z.infer<typeof DiscrepancyNotice>;
