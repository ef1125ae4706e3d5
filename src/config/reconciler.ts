import { z } from 'zod';
import { PolicyChange, readPolicyChange } from '../contracts/policy.ts';
import { currentPolicy, policyProblem, policyWith, type Policy } from '../domain/policy.ts';
import { wholeNumber, type Values, type Variables } from './variable.ts';

export const reconcilerVariables = {
  ROLLCALL_RECONCILER_WORKERS: {
    schema: wholeNumber(1, 64),
    says: 'Consumers of this process',
    expects: 'a whole number from 1 to 64',
    example: '2',
    preset: '2',
  },
  ROLLCALL_POLICY: {
    schema: z
      .string()
      .transform(readPolicyChange)
      .pipe(PolicyChange)
      .refine((change) => policyProblem(policyWith(change)) === null),
    says: 'What differs from the policy in the code; `rollcall policy preview` shows its effect',
    expects: 'a policy version as JSON',
    example: '{"version":"2027-01-01","callDueDays":28}',
    why: whyNoPolicy,
    file: true,
  },
} as const satisfies Variables;

function whyNoPolicy(text: string): string {
  const read = readPolicyChange(text);
  return typeof read === 'string' ? read : (policyProblem(policyWith(read)) ?? '');
}

export function reconcilerConfig(values: Values<typeof reconcilerVariables>): { workers: number } {
  return { workers: values.ROLLCALL_RECONCILER_WORKERS };
}

/** What statuses are assessed by. */
export function policyInForce(values: Values<typeof reconcilerVariables>): Policy {
  return values.ROLLCALL_POLICY === undefined ? currentPolicy : policyWith(values.ROLLCALL_POLICY);
}
