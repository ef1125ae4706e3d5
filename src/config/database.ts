import { tlsParameters } from '../store/pool.ts';
import { pem, url, wholeNumber, yesNo, type Reading, type Values, type Variables } from './variable.ts';

export const databaseVariables = {
  ROLLCALL_DATABASE_URL: {
    schema: url('postgres:', 'postgresql:'),
    says: 'Postgres (tested on 18); unset: embedded',
    expects: 'a postgres:// URL',
    example: 'postgres://rollcall@db.internal:5432/rollcall',
    secret: true,
    file: true,
  },
  ROLLCALL_DATABASE_TLS: {
    schema: yesNo,
    says: 'Speak TLS to Postgres and check its certificate',
    expects: 'true or false',
    example: 'true',
    preset: 'false',
  },
  ROLLCALL_DATABASE_TLS_CA: {
    schema: pem,
    says: 'Certificate authority of Postgres; unset: the system’s',
    expects: 'a PEM certificate',
    example: '/etc/rollcall/db-ca.pem',
    file: true,
  },
  ROLLCALL_DATABASE_POOL_SIZE: {
    schema: wholeNumber(2, 200),
    says: 'Connections this process may hold',
    expects: 'a whole number from 2 to 200',
    example: '10',
    preset: '10',
  },
} as const satisfies Variables;

/** `url` null: embedded Postgres in the data folder. */
export interface DatabaseConfig {
  url: string | null;
  tls: boolean;
  ca: string | null;
  poolSize: number;
}

export function checkDatabase({
  values,
  isSound,
  need,
  clash,
  problem,
}: Reading<typeof databaseVariables>): void {
  if (!values.ROLLCALL_DATABASE_TLS && isSound('ROLLCALL_DATABASE_TLS'))
    clash('ROLLCALL_DATABASE_TLS_CA', 'ROLLCALL_DATABASE_TLS is not true');
  if (!values.ROLLCALL_DATABASE_TLS) return;
  need('ROLLCALL_DATABASE_URL', 'ROLLCALL_DATABASE_TLS is true');
  for (const parameter of otherTls(values.ROLLCALL_DATABASE_URL))
    problem(
      `ROLLCALL_DATABASE_URL has ${parameter}, but ROLLCALL_DATABASE_TLS is true: leave one of them out`,
    );
}

/** Parameters of a database URL by which it says something else than `verify-full`. */
function otherTls(databaseUrl: string | undefined): string[] {
  if (databaseUrl === undefined) return [];
  const { searchParams } = new URL(databaseUrl);
  return tlsParameters.filter((name) => {
    const value = searchParams.get(name);
    return value !== null && !(name === 'sslmode' && value === 'verify-full');
  });
}

export function databaseConfig(values: Values<typeof databaseVariables>): DatabaseConfig {
  return {
    url: values.ROLLCALL_DATABASE_URL ?? null,
    tls: values.ROLLCALL_DATABASE_TLS,
    ca: values.ROLLCALL_DATABASE_TLS_CA ?? null,
    poolSize: values.ROLLCALL_DATABASE_POOL_SIZE,
  };
}
