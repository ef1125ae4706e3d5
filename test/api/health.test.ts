import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Gauge, Registry } from 'prom-client';
import { startApi, type TestServer } from './support/api-server.ts';

/** Needs no token, and asks database and log: without a bound whoever asks most has all their connections. */
describe('health, asked by many at once', () => {
  const checks = counted();
  const scrapes = counted();
  let api: TestServer;
  beforeAll(async () => {
    const metrics = new Registry();
    metrics.registerMetric(
      new Gauge({ name: 'asked', help: 'Asked for each scrape', collect: scrapes.run, registers: [] }),
    );
    api = await startApi({ metrics, readiness: [{ name: 'database', check: checks.run }] });
  });
  afterAll(() => api.close());

  it.each([
    ['/readyz', checks],
    ['/metrics', scrapes],
  ])('%s looks once for all of them, and anew for who comes later', async (path, { runs, most }) => {
    const ask = async (): Promise<number> => (await fetch(`${api.url}${path}`)).status;
    const statuses = await Promise.all(Array.from({ length: 50 }, ask));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(most()).toBe(1);
    const before = runs();
    expect(await ask()).toBe(200);
    expect(runs()).toBe(before + 1);
  });
});

/** Something that takes a few turns of the event loop: how often it ran, and how many ran at one time at most. */
function counted() {
  let running = 0;
  let most = 0;
  let runs = 0;
  return {
    runs: () => runs,
    most: () => most,
    run: async (): Promise<void> => {
      runs += 1;
      running += 1;
      most = Math.max(most, running);
      for (let turns = 0; turns < 20; turns += 1) await turn();
      running -= 1;
    },
  };
}
