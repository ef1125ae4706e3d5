import { z } from 'zod';
import { wholeNumber, type Values, type Variables } from './variable.ts';

export const httpVariables = {
  ROLLCALL_HTTP_PORT: {
    schema: wholeNumber(0, 65_535),
    says: 'Port of the API; 0 takes a free one',
    expects: 'a whole number from 0 to 65535',
    example: '8080',
    preset: '8080',
  },
  ROLLCALL_HTTP_HOST: {
    schema: z.string().regex(/^[0-9A-Za-z.:-]+$/),
    says: 'Address the API binds to',
    expects: 'an IP address or a host name',
    example: '127.0.0.1',
    preset: '127.0.0.1',
  },
  ROLLCALL_HEALTH_PORT: {
    schema: wholeNumber(0, 65_535),
    says: 'Port of /livez, /readyz and /metrics in a process without role api; none where it is not set',
    expects: 'a whole number from 0 to 65535',
    example: '8081',
  },
} as const satisfies Variables;

export interface HttpConfig {
  host: string;
  port: number;
  /** Where a process without the API says how it is; null: nowhere. */
  healthPort: number | null;
}

export function httpConfig(values: Values<typeof httpVariables>): HttpConfig {
  return {
    host: values.ROLLCALL_HTTP_HOST,
    port: values.ROLLCALL_HTTP_PORT,
    healthPort: values.ROLLCALL_HEALTH_PORT ?? null,
  };
}
