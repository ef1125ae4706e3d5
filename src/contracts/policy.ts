import { z } from 'zod';
import { ObligationRuleId } from './obligation.ts';
import { refusalsOf } from './refusal.ts';
import { CalendarDate } from './scalars.ts';

const Count = z.int().min(0).max(3_660);

/**
 * How long a duty may take. hours, days: from the moment that starts it. calendarDays, workingDays: to the end of that Eastern day, the
 * first not counted (8 CFR 1001.1(h)). grace: days after the due moment before it is overdue.
 */
export const Due = z.union([
  z.literal('at-once'),
  z.strictObject({ hours: Count }),
  z.strictObject({ days: Count, grace: Count.optional() }),
  z.strictObject({ calendarDays: Count }),
  z.strictObject({ workingDays: Count }),
]);
export type Due = z.infer<typeof Due>;

export const Severity = z.enum(['high', 'medium', 'low']);

/** A new policy version as what differs from the one in the code: figures and dates, never what a record means. */
export const PolicyChange = z.strictObject({
  version: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9.-]{0,30}$/,
      'use 1 to 31 letters, digits, dots or hyphens, such as 2027-01-01',
    ),
  callDueDays: Count.optional(),
  callOverdueDays: Count.optional(),
  filedWithoutCaseDays: Count.optional(),
  caseWithoutNoticeDays: Count.optional(),
  careWithoutTransferDays: Count.optional(),
  returnWithoutTransferDays: Count.optional(),
  stayEndedDays: Count.optional(),
  obligations: z
    .partialRecord(
      ObligationRuleId,
      z.strictObject({
        due: Due.optional(),
        severity: Severity.optional(),
        authority: z.string().min(1).max(120).optional(),
        /** The first Eastern day and the last on which a duty can begin; null: there is no last. */
        inForce: z
          .strictObject({ from: CalendarDate, to: CalendarDate.nullable() })
          .refine(({ from, to }) => to === null || from <= to, {
            path: ['to'],
            message: 'use the day of from, a later one, or null',
          })
          .optional(),
      }),
    )
    .optional(),
});
export type PolicyChange = z.infer<typeof PolicyChange>;

/** A policy version out of its text, or what is wrong with it. */
export function readPolicyChange(text: string): PolicyChange | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return 'is no JSON';
  }
  const checked = PolicyChange.safeParse(parsed);
  if (checked.success) return checked.data;
  const { field, reason } = refusalsOf(checked.error, parsed)[0]!;
  return `${field === '' ? 'the document' : field} ${reason}`;
}
