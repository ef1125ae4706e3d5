import { wholeNumber, type Values, type Variables } from './variable.ts';

export const intakeVariables = {
  ROLLCALL_INTAKE_THREADS: {
    schema: wholeNumber(0, 16),
    says: 'Threads that check streams of records; 0: the main one does; unset: one for two cores, 3 at most',
    expects: 'a whole number from 0 to 16',
    example: '1',
  },
} as const satisfies Variables;

export interface IntakeConfig {
  /** How many threads check streams; null: by the number of cores. */
  threads: number | null;
}

export function intakeConfig(values: Values<typeof intakeVariables>): IntakeConfig {
  return { threads: values.ROLLCALL_INTAKE_THREADS ?? null };
}
