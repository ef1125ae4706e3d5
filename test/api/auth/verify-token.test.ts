import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, createRemoteJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { tokenVerifier } from '../../../src/api/auth/verify-token.ts';

describe('keys that the issuer publishes', () => {
  let server: Server;
  let url: URL;
  /** What the issuer answers. */
  let answer = { status: 200, body: '' };
  let token: string;
  let published: string;
  beforeAll(async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    published = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }] });
    token = await new SignJWT({ client_id: 'tester', agency: 'hhs', scope: 'status:read' })
      .setProtectedHeader({ alg: 'ES256', kid: 'k', typ: 'at+jwt' })
      .setIssuer('someone')
      .setAudience('rollcall')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey);
    server = createServer((_, response) => response.writeHead(answer.status).end(answer.body));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const verify = () =>
    tokenVerifier({
      keys: createRemoteJWKSet(url),
      issuer: 'someone',
      audience: 'rollcall',
      clock: () => new Date(),
    })(token);

  it('verify its tokens', async () => {
    answer = { status: 200, body: published };
    expect(await verify()).toMatchObject({ ok: true, caller: { clientId: 'tester', agency: 'hhs' } });
  });

  it('refuse those of another key', async () => {
    answer = { status: 200, body: '{"keys":[]}' };
    expect(await verify()).toEqual({ ok: false, reason: expect.stringContaining('not the issuer’s') });
  });

  it.each([
    ['an error', 503, '{"keys":[]}'],
    ['a page', 200, '<html></html>'],
    ['no set of keys', 200, '{"oops":1}'],
    ['no object', 200, '7'],
  ])('are away where it answers %s: no word against the token', async (_title, status, body) => {
    answer = { status, body };
    await expect(verify()).rejects.toMatchObject({ code: 'unavailable', forCallers: true });
  });
});

describe('a token', () => {
  const at = new Date('2026-03-01T12:00:00Z');
  const seconds = at.getTime() / 1000;
  let sign: (claims: { iat: number; exp: number; kid?: string }) => Promise<string>;
  let verify: ReturnType<typeof tokenVerifier>;
  beforeAll(async () => {
    const keys = await Promise.all(['a', 'b'].map(() => generateKeyPair('ES256')));
    const published = await Promise.all(
      keys.map(async ({ publicKey }, i) => ({
        ...(await exportJWK(publicKey)),
        kid: 'ab'[i]!,
        alg: 'ES256',
      })),
    );
    sign = ({ kid, ...claims }) =>
      new SignJWT({ client_id: 'tester', ...claims })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...(kid === undefined ? {} : { kid }) })
        .setIssuer('someone')
        .setAudience('rollcall')
        .sign(keys[0]!.privateKey);
    verify = tokenVerifier({
      keys: createLocalJWKSet({ keys: published }),
      issuer: 'someone',
      audience: 'rollcall',
      clock: () => at,
    });
  });

  it.each([
    ['made ten seconds ahead of us', 10, 60, true],
    ['made longer ahead', 11, 60, false],
    ['that expired less than ten seconds ago', -60, -9, true],
    ['that expired longer ago', -60, -10, false],
  ])('%s: clocks may differ by ten seconds', async (_, iat, exp, ok) => {
    expect(await verify(await sign({ iat: seconds + iat, exp: seconds + exp, kid: 'a' }))).toMatchObject({
      ok,
    });
  });

  it('that does not say which of several keys signed it is told to', async () => {
    expect(await verify(await sign({ iat: seconds, exp: seconds + 60 }))).toEqual({
      ok: false,
      reason: expect.stringContaining('kid'),
    });
  });
});
