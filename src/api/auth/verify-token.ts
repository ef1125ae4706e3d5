import { errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { UnavailableError } from '../../contracts/errors.ts';
import { Agency } from '../../contracts/record.ts';
import type { Caller } from './caller.ts';

export type TokenVerdict = { ok: true; caller: Caller } | { ok: false; reason: string };

/**
 * Whose token it is. A token that is not good is an answer, with a reason that repeats nothing of it; throws
 * UnavailableError where the issuer's keys can't be had.
 */
export type VerifyToken = (token: string) => Promise<TokenVerdict>;

export interface TokenRules {
  /** Keys of the issuer: `createLocalJWKSet` or `createRemoteJWKSet` of jose. */
  keys: JWTVerifyGetKey;
  issuer: string;
  audience: string;
  clock: () => Date;
}

/** Signatures by public keys only: with a shared secret, who can verify can also forge. */
const algorithms = [
  'EdDSA',
  'Ed25519',
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
];

const clientId = z.string().regex(/^[\u0021-\u007e]{1,128}$/);
/** RFC 9068, with the agency that the caller speaks for. */
const Claims = z.object({
  client_id: clientId.optional(),
  sub: clientId.optional(),
  scope: z.string().max(1000).optional(),
  agency: Agency.optional(),
  exp: z.number(),
});

/** After `iat` a token is refused whatever its `exp` says. */
const MAX_AGE_SECONDS = 3600;

/** By so much the issuer's clock and ours may differ (RFC 7519 §4.1.4: "some small leeway"). */
const LEEWAY_SECONDS = 10;

/** Verified tokens are remembered until they expire: a signature costs more than a status. */
const REMEMBERED = 10_000;

export function tokenVerifier(rules: TokenRules): VerifyToken {
  const known = new Map<string, { caller: Caller; expiresAtMs: number }>();

  return async (token) => {
    const now = rules.clock();
    const hit = known.get(token);
    if (hit !== undefined) {
      if (now.getTime() < hit.expiresAtMs) return { ok: true, caller: hit.caller };
      known.delete(token);
    }
    try {
      const { payload } = await jwtVerify(token, rules.keys, {
        issuer: rules.issuer,
        audience: rules.audience,
        algorithms,
        typ: 'at+jwt',
        maxTokenAge: MAX_AGE_SECONDS,
        clockTolerance: LEEWAY_SECONDS,
        requiredClaims: ['exp', 'iat'],
        currentDate: now,
      });
      const claims = Claims.safeParse(payload);
      if (!claims.success) return { ok: false, reason: 'a claim of the token is missing or of a wrong form' };
      const client = claims.data.client_id ?? claims.data.sub;
      if (client === undefined) return { ok: false, reason: 'the token names no client_id and no sub' };
      const caller: Caller = {
        clientId: client,
        agency: claims.data.agency ?? null,
        scopes: new Set(claims.data.scope?.split(' ')),
      };
      const expiresAt = Math.min(claims.data.exp, (payload.iat ?? 0) + MAX_AGE_SECONDS);
      if (known.size >= REMEMBERED) known.delete(known.keys().next().value!);
      known.set(token, { caller, expiresAtMs: expiresAt * 1000 });
      return { ok: true, caller };
    } catch (error) {
      return { ok: false, reason: reasonOf(error) };
    }
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    return `the token is refused for its ${/^[a-z_]{1,20}$/.test(error.claim) ? error.claim : 'claims'}`;
  }
  if (error instanceof errors.JOSEAlgNotAllowed)
    return 'the token is signed by an algorithm that is not taken';
  if (error instanceof errors.JWKSNoMatchingKey)
    return 'the token is signed by a key that is not the issuer’s';
  if (error instanceof errors.JWKSMultipleMatchingKeys)
    return 'the token does not say which of the issuer’s keys signed it: name it in its header (kid)';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'the signature of the token is wrong';
  if (!(error instanceof errors.JOSEError) || isOfIssuer(error)) {
    throw new UnavailableError('the keys of the token issuer cannot be had now', {
      cause: error,
      forCallers: true,
    });
  }
  return 'this is not a token that can be verified';
}

/** jose says so of keys that did not come in time, or came as something else: another status than 200, no JSON, no set of keys. */
function isOfIssuer(error: errors.JOSEError): boolean {
  return (
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid ||
    error.code === errors.JOSEError.code
  );
}
