import { wholeNumber, type Values, type Variables } from './variable.ts';

export const limitVariables = {
  ROLLCALL_RECORDS_PER_MINUTE: {
    schema: wholeNumber(1, 100_000_000),
    says: 'Records one client may send in a minute; above it 429',
    expects: 'a whole number from 1 to 100000000',
    example: '600000',
    preset: '6000000',
  },
  ROLLCALL_REQUEST_TIMEOUT_MS: {
    schema: wholeNumber(1000, 3_600_000),
    says: 'How long the body of a request may take to arrive; streams are exempt',
    expects: 'milliseconds from 1000 to 3600000',
    example: '30000',
    preset: '30000',
  },
  ROLLCALL_SHUTDOWN_TIMEOUT_MS: {
    schema: wholeNumber(100, 600_000),
    says: 'How long a stop may take before it is forced',
    expects: 'milliseconds from 100 to 600000',
    example: '10000',
    preset: '10000',
  },
} as const satisfies Variables;

export interface LimitsConfig {
  /** How long the body of a request that is not a stream may take to arrive, in ms. */
  requestMs: number;
  /** How long a stop may take before it is forced, in ms. */
  shutdownMs: number;
  /** Records one client may send in a minute. */
  recordsPerMinute: number;
}

export function limitsConfig(values: Values<typeof limitVariables>): LimitsConfig {
  return {
    requestMs: values.ROLLCALL_REQUEST_TIMEOUT_MS,
    shutdownMs: values.ROLLCALL_SHUTDOWN_TIMEOUT_MS,
    recordsPerMinute: values.ROLLCALL_RECORDS_PER_MINUTE,
  };
}
