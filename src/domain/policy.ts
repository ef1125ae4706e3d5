import type { Due, PolicyChange } from '../contracts/policy.ts';
import { hashId } from '../contracts/hash.ts';
import { obligationRules } from './obligations/index.ts';
import type { ObligationRule } from './obligations/rule.ts';

/** What a status depends on beside records and time. `version`, a day and where it needs one a number (of a policy of one's own its name and a hash), is shown in every status. */
export interface Policy {
  version: string;
  /** A well-being call is due this many days of 24 hours after release (ORR policy guide §6). */
  callDueDays: number;
  /** … and overdue after this many (the window HHS OIG measured). */
  callOverdueDays: number;
  /** ICE filed a notice, and this many calendar days later the court has no case (house rule). */
  filedWithoutCaseDays: number;
  /** The court received a notice, and this many calendar days later ICE has none (house rule). */
  caseWithoutNoticeDays: number;
  /** After HHS's first record of a child in its care, ICE should have said that it handed it over. */
  careWithoutTransferDays: number;
  /** HHS handed a child to DHS, and this many calendar days later ICE has no transfer of it (house rule). */
  returnWithoutTransferDays: number;
  /** A stay ended, and this many calendar days later no record says where the child went (house rule). */
  stayEndedDays: number;
  /** The duties there are. */
  rules: readonly ObligationRule[];
}

export const currentPolicy: Policy = {
  version: '2026-11-30.1',
  callDueDays: 30,
  callOverdueDays: 37,
  filedWithoutCaseDays: 30,
  caseWithoutNoticeDays: 30,
  careWithoutTransferDays: 30,
  returnWithoutTransferDays: 30,
  stayEndedDays: 7,
  rules: obligationRules,
};

/**
 * The policy of the code with what a version of one's own changes. Its version ends in a hash of what it is made of: one name stands for one
 * policy, also where the file is edited, or the code, and its name left as it was. The time of a well-being call stands in it twice, for
 * `contact` and for the duty: where a change gives one of them the other follows.
 */
export function policyWith(change: PolicyChange): Policy {
  const { obligations = {}, ...figures } = change;
  const call = obligations[CALL]?.due;
  const policy = { ...currentPolicy, ...windowOf(call), ...definedOf(figures) } as Policy;
  const changes: typeof obligations = {
    ...obligations,
    [CALL]: { ...obligations[CALL], due: call ?? dueOfCall(policy) },
  };
  return {
    ...policy,
    version: `${change.version}+${hashId(JSON.stringify([currentPolicy.version, change])).slice(0, 8)}`,
    rules: currentPolicy.rules.map(
      (rule) => ({ ...rule, ...definedOf(changes[rule.id] ?? {}) }) as ObligationRule,
    ),
  };
}

/** What does not go together in a policy; null: nothing. */
export function policyProblem(policy: Policy): string | null {
  return problemOfCall(policy) ?? problemOfUnit(policy.rules);
}

/** A time that a rule does not read would be shown and change nothing. */
function problemOfUnit(rules: readonly ObligationRule[]): string | null {
  const { due } = rules.find((rule) => rule.id === TEN_DAYS)!;
  if (typeof due === 'object' && 'calendarDays' in due) return null;
  const given = typeof due === 'object' ? Object.keys(due).join(' and ') : due;
  return `obligations/${TEN_DAYS}/due is in ${given}, which this duty does not read: give it in calendarDays`;
}

function problemOfCall(policy: Policy): string | null {
  const { callDueDays, callOverdueDays, rules } = policy;
  if (callDueDays > callOverdueDays)
    return `callDueDays is ${callDueDays} and callOverdueDays ${callOverdueDays}: a call cannot be overdue before it is due`;
  const { due } = rules.find((rule) => rule.id === CALL)!;
  const window = windowOf(due);
  if (window.callDueDays === callDueDays && window.callOverdueDays === callOverdueDays) return null;
  return `obligations/${CALL}/due must be days and grace that come to callDueDays ${callDueDays} and callOverdueDays ${callOverdueDays}: leave one of the two out and it follows the other`;
}

const CALL = 'wellbeing-call';
/** Compared with the day of a hearing; all other rules count from a moment, in whatever unit. */
const TEN_DAYS = 'ten-days-before-hearing';

function dueOfCall({ callDueDays, callOverdueDays }: Policy): Due {
  return { days: callDueDays, grace: callOverdueDays - callDueDays };
}

/** What `contact` needs to know of a call's time; nothing where it is not in days. */
function windowOf(due: Due | undefined): Partial<Policy> {
  if (typeof due !== 'object' || !('days' in due)) return {};
  return { callDueDays: due.days, callOverdueDays: due.days + (due.grace ?? 0) };
}

function definedOf<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
