import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openLocalIssuer } from '../../src/api/auth/local-issuer.ts';
import { tokenVerifier } from '../../src/api/auth/verify-token.ts';
import { issuerKeyPath, parseConfig, readEnv } from '../../src/config/index.ts';
import { startApi, type TestServer } from '../api/support/api-server.ts';
import { runInProcess } from './support/run-in-process.ts';

let folder: string;
let api: TestServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-worklist-'));
  const { keys } = await openLocalIssuer(issuerKeyPath(folder));
  const { issuer, audience } = parseConfig(readEnv({ ROLLCALL_DATA_DIR: folder }, {})).auth;
  api = await startApi({ verifyToken: tokenVerifier({ keys, issuer, audience, clock: () => new Date() }) });
});
afterAll(async () => {
  await api?.close();
  await rm(folder, { recursive: true });
});

it.each(['age-out-plan', 'serve-nta'])('the local issuer’s token may read the worklist %s', async (duty) => {
  const { code, stderr } = await runInProcess(['worklist', duty, '--url', api.url, '--data', folder]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

it('says why a worklist is withheld from the token that was given', async () => {
  const issued = await runInProcess(['token', '--agency', 'ice', '--data', folder]);
  const given = ['--url', api.url, '--token', issued.stdout.trim()];
  const { code, stderr } = await runInProcess(['worklist', 'age-out-plan', ...given]);
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/R-9.*HTTP 403/) });
});
