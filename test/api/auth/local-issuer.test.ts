import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { issueToken, openLocalIssuer } from '../../../src/api/auth/local-issuer.ts';
import { tokenVerifier } from '../../../src/api/auth/verify-token.ts';

describe('the local issuer', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-issuer-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const rules = { issuer: 'local', audience: 'rollcall' };
  const request = (now: Date) => ({
    ...rules,
    agency: 'ice' as const,
    scopes: ['status:read' as const],
    clientId: 'desk-7',
    ttlSeconds: 60,
    now,
  });

  it('makes a key that only its owner may read, once, also when several ask at the same time', async () => {
    const path = join(folder, 'deep', 'issuer.json');
    const issuers = await Promise.all([openLocalIssuer(path), openLocalIssuer(path), openLocalIssuer(path)]);
    expect(new Set(issuers.map(({ sign }) => sign.kid)).size).toBe(1);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'deep'))).toEqual(['issuer.json']);
  });

  it('says that its folder can’t be one', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(openLocalIssuer(join(folder, 'file', 'data', 'issuer.json'))).rejects.toMatchObject({
      code: 'data-folder-unusable',
    });
  });

  it('never shows half a key', async () => {
    for (let round = 0; round < 20; round++) {
      const path = join(folder, `${round}.json`);
      const made = new AbortController();
      const making = openLocalIssuer(path).finally(() => made.abort());
      while (!made.signal.aborted) {
        if (existsSync(path)) expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ kty: 'OKP' });
        await setImmediate();
      }
      await making;
    }
  });

  it('signs tokens that its keys verify, until they expire, also once they are remembered', async () => {
    const issuer = await openLocalIssuer(join(folder, 'issuer.json'));
    let now = new Date('2026-05-01T12:00:00Z');
    const verify = tokenVerifier({ ...rules, keys: issuer.keys, clock: () => now });
    const token = await issueToken(issuer.sign, request(now));
    const caller = { clientId: 'desk-7', agency: 'ice', scopes: new Set(['status:read']) };
    expect(await verify(token)).toEqual({ ok: true, caller });
    // A minute, and what clocks may differ by.
    now = new Date('2026-05-01T12:01:09Z');
    expect(await verify(token)).toEqual({ ok: true, caller });
    now = new Date('2026-05-01T12:01:10Z');
    expect(await verify(token)).toEqual({ ok: false, reason: 'the token has expired' });
  });

  it.each([0, 3601, 1.5])('signs no token that lives for %d seconds', async (ttlSeconds) => {
    const issuer = await openLocalIssuer(join(folder, 'issuer.json'));
    await expect(issueToken(issuer.sign, { ...request(new Date()), ttlSeconds })).rejects.toThrow(
      '3600 seconds',
    );
  });

  it.each(['no json', 'null', '{}', '{"kty":"RSA"}', '{"kty":"OKP","crv":"Ed25519","x":7,"d":"AAAA"}'])(
    'says what is wrong with a key file of %s',
    async (text) => {
      const path = join(folder, 'issuer.json');
      await writeFile(path, text);
      await expect(openLocalIssuer(path)).rejects.toThrow();
    },
  );
});
