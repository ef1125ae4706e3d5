import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { openLocalIssuer } from '../../src/api/auth/local-issuer.ts';
import { issuerKeyPath } from '../../src/config/index.ts';
import { runInProcess } from './support/run-in-process.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-token-'));
  await openLocalIssuer(issuerKeyPath(folder));
});
afterAll(() => rm(folder, { recursive: true }));

it.each<[string[], object]>([
  [[], { agency: 'ice', scope: 'records:write status:read changes:read obligations:act' }],
  [
    ['--agency', 'ice', '--scope', 'status:read', '--scope', 'address:read'],
    { agency: 'ice', scope: 'status:read address:read' },
  ],
  [['--agency', 'none'], { client_id: 'overseer-local', scope: 'status:read changes:read audit:read' }],
])('rollcall token %j opens withheld addresses only where it is told to', async (args, claims) => {
  const { code, stdout } = await runInProcess(['token', ...args, '--data', folder]);
  expect(code).toBe(0);
  expect(decodeJwt(stdout.trim())).toMatchObject(claims);
});
