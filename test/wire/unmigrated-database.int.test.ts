import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runRollcall } from '../support/run-rollcall.ts';
import { testDatabase } from '../support/services.ts';

describe('a database without our tables', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database?.drop());

  const run = (...args: string[]) => runRollcall(args, { env: { ROLLCALL_DATABASE_URL: database.url } });

  it.each([['replay', '--to', 'beginning'], ['rebuild'], ['topics', 'apply']])(
    'is not worked on: %s says what it lacks',
    async (...args) => {
      const { code, stderr } = await run(...args);
      expect(stderr).toMatch(
        /^rollcall \w+: database .* lacks \d+ migrations of this version, from 0001_\w+ on: rollcall migrate /,
      );
      expect(code).toBe(66);
    },
    120_000,
  );

  it('is brought up to date once, and then taken', async () => {
    expect(await run('migrate', '--dry-run')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('would apply 0001_'),
    });
    expect(await run('migrate')).toMatchObject({ code: 0, stdout: expect.stringContaining('applied 0001_') });
    expect(await run('migrate')).toMatchObject({ code: 0, stdout: '' });
    expect(await run('topics', 'apply')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('hhs.release.v1'),
    });
  }, 400_000);
});
