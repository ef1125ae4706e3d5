import { z } from 'zod';
import type { Variables } from './variable.ts';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export const logLevelVariables = {
  ROLLCALL_LOG_LEVEL: {
    schema: z.enum(logLevels),
    says: 'What is written to standard error; `rollcall start` writes `warn` where it is not set',
    expects: `one of ${logLevels.join(', ')}`,
    example: 'info',
    preset: 'info',
  },
} as const satisfies Variables;
