import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callApi } from '../../src/cli/api-client.ts';
import { UnavailableError } from '../../src/contracts/errors.ts';
import { emptyStore } from '../api/support/empty-store.ts';
import { startApi, type TestServer } from '../api/support/api-server.ts';
import { runInProcess } from './support/run-in-process.ts';

describe('rollcall status', () => {
  let api: TestServer;
  beforeAll(async () => {
    api = await startApi({
      store: {
        ...emptyStore,
        readChanges: () => Promise.reject(new UnavailableError('the database is away')),
        searchChildren: async ([text]) => ({
          children: [],
          unlinked: { records: text === 'a:A023456789' ? 2 : 0, reasons: ['ambiguous-identifiers'] },
          former: { records: text === 'a:A023456789' ? 1 : 0 },
          overused: [],
        }),
      },
    });
  });
  afterAll(() => api.close());

  it.each<[string[], number, RegExp]>([
    [['x'], 64, /\/childId use a UUID.*\n.*--help says more/],
    [
      ['--a-number', '5'],
      64,
      /\/identifiers\/aNumber use an A-number of 7 to 9 digits.*\n.*--help says more/,
    ],
    [['0e2c6b1e-7f6f-8b1a-9d2e-000000000001'], 66, /No child is known/],
    [['--a-number', 'A098765432'], 66, /^rollcall status: no child with this A-number\n$/],
    [
      ['--a-number', 'A023456789'],
      66,
      /this A-number; records that carry it and wait for a person: 2 \(ambiguous-identifiers\); records withdrawn or corrected that carried it: 1\n$/,
    ],
  ])('%j ends with %i and says why', async (args, exitCode, why) => {
    const token = await api.token({ agency: 'ice', scopes: ['status:read'] });
    const { code, stderr: said } = await runInProcess([
      'status',
      ...args,
      '--url',
      api.url,
      '--token',
      token,
    ]);
    expect({ code, said }).toEqual({ code: exitCode, said: expect.stringMatching(why) });
    expect(said).not.toContain('A098765432');
  });

  it('tells a service that answers “later” from one that does not answer', async () => {
    const stopped = await startApi();
    await stopped.close();
    const call = { path: '/v1/changes', token: await api.token() };
    await expect(callApi(api.url, call)).rejects.toThrow(
      `${api.url} cannot answer now: send the same again later (HTTP 503)`,
    );
    await expect(callApi(stopped.url, call)).rejects.toThrow(
      `no answer from ${stopped.url}: ECONNREFUSED; is the service running? (--url gives another address)`,
    );
  });
});
