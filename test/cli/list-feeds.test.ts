import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Feeds } from '../../src/contracts/feed.ts';
import type { FeedRow } from '../../src/store/queries/read-feeds.ts';
import { startApi, type TestServer } from '../api/support/api-server.ts';
import { emptyFeeds } from '../api/support/empty-store.ts';
import { runInProcess } from './support/run-in-process.ts';

const HOUR = 3_600_000;
const last = Date.parse('2026-03-10T16:00:00Z');
const nightly: FeedRow = {
  type: 'hhs.release',
  source: 'urn:us-gov:hhs:uc-portal',
  lastReceivedAt: last,
  hours: Array.from({ length: 28 }, (_, n) => last - (27 - n) * 24 * HOUR),
  records: { last24Hours: 1, last7Days: 7 },
  rejected: { last24Hours: 0, last7Days: 0 },
  waiting: 0,
};

describe('rollcall feeds', () => {
  let api: TestServer;
  let now = last;
  beforeAll(async () => {
    const feeds = { ...emptyFeeds, readFeeds: async () => [nightly] };
    api = await startApi({ clock: () => new Date(now), feeds });
  });
  afterAll(() => api.close());

  async function run(...args: string[]): Promise<{ code: number; stdout: string }> {
    const token = await api.token({ agency: 'ice', scopes: ['status:read'] });
    return await runInProcess(['feeds', ...args, '--url', api.url, '--token', token]);
  }

  it('prints every feed, and ends with 0 while none is silent', async () => {
    now = last + HOUR;
    const { code, stdout } = await run();
    expect(stdout).toMatch(
      /^hhs\.release@hhs:uc-portal +in rhythm +2026-03-10 12:00 +2026-03-12 02:00 +1 +7 +0 +0 +-$/m,
    );
    expect(stdout.match(/never heard/g)).toHaveLength(10);
    expect(code).toBe(0);
  });

  it('ends with 3 where one is silent', async () => {
    now = last + 39 * HOUR;
    const { code, stdout } = await run('--json');
    const { feeds } = Feeds.parse(JSON.parse(stdout));
    expect(feeds.filter(({ state }) => state === 'silent').map(({ id }) => id)).toEqual([
      'hhs.release@hhs:uc-portal',
    ]);
    expect(code).toBe(3);
  });
});
