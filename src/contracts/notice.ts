import { z } from 'zod';
import { ObligationOwner, ObligationRuleId, ObligationState } from './obligation.ts';
import { Agency, KeyOfRecord } from './record.ts';

/** What may be told of a duty (`src/reconciler/notices.ts`). It is on its owner's desk while it is open, overdue or waived. */
const obligationEvents = {
  opened: 'it came onto its owner’s desk, as `state` says',
  escalated: 'a deadline passed: it became overdue, or reached a further `level`',
  acknowledged: 'its owner said that it was seen; `state` is as it was',
  rescheduled: 'a record came by which it is due at another moment; `state` is as it was',
  waived: 'a person said, with a reason, that it need not be done',
  closed: 'it was met, or lapsed; or what was told as the one turned out to be the other',
  reopened: 'what had closed or waived it was taken back, or it is no longer overdue since it is due later',
  withdrawn: 'what had opened it was taken back or corrected: it is not owed, `state` is null',
};

const discrepancyEvents = {
  opened: 'what `rule` names began to show',
  closed: 'it shows no more: a record came that resolves it, or one of these was corrected or withdrawn',
};

/** A duty changed, for its owner: one notice for each step, and none of one that was closed before it was heard of. */
export const ObligationNotice = z.object({
  childId: z.uuid(),
  obligation: ObligationRuleId,
  owner: ObligationOwner,
  subject: KeyOfRecord,
  event: wordOf(obligationEvents),
  before: ObligationState.nullable().describe('The state before this; null: none was told'),
  state: ObligationState.nullable().describe('Null: withdrawn'),
  level: z.int(),
  opensAt: z.iso.datetime(),
  due: z.iso.datetime().nullable(),
  authority: z.string().max(120),
  basis: z.array(KeyOfRecord),
});
export type ObligationNotice = z.infer<typeof ObligationNotice>;

/** Two records that cannot both be true began, or ceased, to be so. */
export const DiscrepancyNotice = z.object({
  childId: z.uuid(),
  rule: z.string().max(80),
  owner: Agency,
  records: z.array(KeyOfRecord),
  detail: z.string().max(300),
  event: wordOf(discrepancyEvents),
});
export type DiscrepancyNotice = z.infer<typeof DiscrepancyNotice>;

/** One of a table's words; the description says what each means. */
function wordOf<T extends Record<string, string>>(table: T) {
  return z.enum(Object.keys(table) as [keyof T & string, ...Array<keyof T & string>]).describe(
    Object.entries(table)
      .map(([word, meaning]) => `- \`${word}\`: ${meaning}`)
      .join('\n'),
  );
}
