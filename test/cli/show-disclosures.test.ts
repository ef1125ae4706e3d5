import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openLocalIssuer } from '../../src/api/auth/local-issuer.ts';
import { tokenVerifier } from '../../src/api/auth/verify-token.ts';
import { issuerKeyPath, parseConfig, readEnv } from '../../src/config/index.ts';
import { aliasOf } from '../../src/domain/case-files.ts';
import type { KeptDisclosure } from '../../src/store/queries/read-disclosures.ts';
import { startApi, type TestServer } from '../api/support/api-server.ts';
import { record } from '../support/records.ts';
import { runInProcess } from './support/run-in-process.ts';

const transfer = record('ice.custody-transfer', 't1');
const childId = aliasOf(transfer.key);
const told = (n: number): KeptDisclosure => ({
  id: String(n),
  at: new Date(`2026-06-01T16:${String(n % 60).padStart(2, '0')}:00Z`),
  client: `ice-${n}`,
  agency: n % 2 === 0 ? 'ice' : null,
  operation: 'readStatus',
  requestId: '0e2c6b1e-7f6f-8b1a-9d2e-000000000001',
  children: n,
  told: [childId],
  knownAt: null,
});
const kept = Array.from({ length: 700 }, (_, n) => told(700 - n));

let folder: string;
let api: TestServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-disclosures-'));
  const { keys } = await openLocalIssuer(issuerKeyPath(folder));
  const { issuer, audience } = parseConfig(readEnv({ ROLLCALL_DATA_DIR: folder }, {})).auth;
  api = await startApi({
    verifyToken: tokenVerifier({ keys, issuer, audience, clock: () => new Date() }),
    caseFiles: {
      reassess: async () => null,
      asKnown: async () => ({ kind: 'unknown' }),
      resolveAlias: async () => ({ kind: 'unknown' }),
      readAccounting: async (id) =>
        id === childId ? { kind: 'accounting', ids: [id], isOf: () => true } : { kind: 'unknown' },
    },
    disclosures: {
      add: async () => {},
      read: async (_, before, limit) =>
        kept.filter(({ id }) => before === null || Number(id) < Number(before)).slice(0, limit),
    },
  });
});
afterAll(async () => {
  await api?.close();
  await rm(folder, { recursive: true });
});

const run = (...args: string[]) => runInProcess(['disclosures', ...args, '--url', api.url, '--data', folder]);

it('lists who was told, the latest first, in Eastern time', async () => {
  const { code, stdout, stderr } = await run(childId, '--limit', '2');
  expect({ code, stderr }).toEqual({ code: 0, stderr: 'There are more: --limit 0 gives all.\n' });
  expect(stdout.split('\n').map((line) => line.split(/ {2,}/).slice(0, 5))).toEqual([
    ['at (ET)', 'client', 'agency', 'asked', 'children told of'],
    ['2026-06-01 12:40', 'ice-700', 'ice', 'readStatus', '700'],
    ['2026-06-01 12:39', 'ice-699', '-', 'readStatus', '699'],
    [''],
  ]);
});

it('gives all of them as JSON, each once', async () => {
  const { code, stdout, stderr } = await run(childId, '--limit', '0', '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const clients = stdout
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { client: string }).client);
  expect(clients).toEqual(kept.map(({ client }) => client));
});

it('says that there is no such child', async () => {
  const { code, stderr } = await run('0e2c6b1e-7f6f-8b1a-9d2e-000000000009');
  expect({ code, stderr }).toEqual({
    code: 66,
    stderr: expect.stringMatching(/^rollcall disclosures: .+404/),
  });
});
