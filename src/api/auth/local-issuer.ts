import { randomUUID } from 'node:crypto';
import { link, readFile, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  SignJWT,
  type CryptoKey,
  type JWK,
  type JWTVerifyGetKey,
} from 'jose';
import { AppError } from '../../contracts/errors.ts';
import type { Agency } from '../../contracts/record.ts';
import { makeDataFolder, unusableDataFolder } from '../../store/embedded/make-data-folder.ts';
import type { Scope } from './caller.ts';

/** An issuer of our own, for one machine and for demonstrations: an Ed25519 key in a file only its owner reads. */
export interface LocalIssuer {
  /** For `tokenVerifier`. */
  keys: JWTVerifyGetKey;
  sign: SigningKey;
}

export interface SigningKey {
  key: CryptoKey;
  kid: string;
}

/** Read the key, or make one where there is none; several processes may do so at once. */
export async function openLocalIssuer(path: string): Promise<LocalIssuer> {
  const jwk = (await readKey(path)) ?? (await makeKey(path));
  const { kty, crv, x } = jwk;
  if (kty !== 'OKP' || crv !== 'Ed25519' || x === undefined || jwk.d === undefined) throw badKey(path);
  const key = (await importJWK({ ...jwk, alg: 'EdDSA' }).catch(() => {
    throw badKey(path); // Why it is none could quote it.
  })) as CryptoKey;
  const kid = await calculateJwkThumbprint(jwk);
  return {
    keys: createLocalJWKSet({ keys: [{ kty, crv, x, kid, alg: 'EdDSA', use: 'sig' }] }),
    sign: { key, kid },
  };
}

export interface TokenRequest {
  issuer: string;
  audience: string;
  /** Null: a caller that speaks for no agency, such as an operator. */
  agency: Agency | null;
  scopes: readonly Scope[];
  clientId: string;
  /** 1 to 3600. */
  ttlSeconds: number;
  now: Date;
}

/** A signed access token (RFC 9068) as text. */
export async function issueToken(signing: SigningKey, request: TokenRequest): Promise<string> {
  const { ttlSeconds, now } = request;
  if (!Number.isInteger(ttlSeconds) || ttlSeconds < 1 || ttlSeconds > 3600) {
    throw new AppError('bad-token-request', 'a token lives for 1 to 3600 seconds');
  }
  const issuedAt = Math.floor(now.getTime() / 1000);
  return new SignJWT({
    client_id: request.clientId,
    scope: request.scopes.join(' '),
    ...(request.agency === null ? {} : { agency: request.agency }),
  })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: signing.kid })
    .setIssuer(request.issuer)
    .setAudience(request.audience)
    .setSubject(request.clientId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ttlSeconds)
    .setJti(randomUUID())
    .sign(signing.key);
}

async function readKey(path: string): Promise<JWK | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw unusableDataFolder(dirname(path), error);
  }
  try {
    return (JSON.parse(text) as JWK | null) ?? {};
  } catch {
    throw badKey(path);
  }
}

async function makeKey(path: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  const folder = dirname(path);
  makeDataFolder(folder);
  // Written whole beside it and then given its name, so that nobody reads half a key, not even after a kill -9.
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, JSON.stringify(jwk), { flag: 'wx', mode: 0o600, flush: true });
  } catch (cause) {
    throw unusableDataFolder(folder, cause);
  }
  try {
    await link(draft, path);
    return jwk;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const winner = await readKey(path);
    if (winner === null) throw error;
    return winner;
  } finally {
    await unlink(draft);
  }
}

function badKey(path: string): AppError {
  return new AppError(
    'bad-issuer-key',
    `${path} does not hold an Ed25519 private key as a JWK; remove it to have one made`,
  );
}
