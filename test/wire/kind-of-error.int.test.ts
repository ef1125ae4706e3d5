import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Pool } from 'pg';
import { UnavailableError } from '../../src/contracts/errors.ts';
import { kindOfError } from '../../src/wire/kind-of-error.ts';
import { testDatabase } from '../support/services.ts';

/** What a promise is rejected with. */
const failureOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('the kind of an error, as it is logged', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  it('is pg’s own word where it has no code', async () => {
    const pool = new Pool({
      connectionString: database.url,
      query_timeout: 50,
      connectionTimeoutMillis: 50,
      max: 1,
    });
    const slow = failureOf(pool.query('select pg_sleep(1)'));
    expect(kindOfError(await failureOf(pool.query('select 1')))).toBe(
      'timeout exceeded when trying to connect',
    );
    expect(kindOfError(await slow)).toBe('Query read timeout');
    await pool.end();
  });

  it('repeats nothing of what was being handled', () => {
    expect(kindOfError(new Error('A012345678'))).toBe('Error');
    expect(kindOfError(new UnavailableError('A012345678'))).toBe('unavailable');
    expect(kindOfError(null)).toBe('unknown');
  });
});
