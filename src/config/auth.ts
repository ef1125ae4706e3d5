import { z } from 'zod';
import { url, type Reading, type Values, type Variables } from './variable.ts';

export const authVariables = {
  ROLLCALL_JWKS_URL: {
    // Whoever sits between could else make tokens. With a user in it `fetch` takes no URL, so no token would be taken either.
    schema: url('https:', 'http:')
      .refine((text) => new URL(text).protocol === 'https:' || isLoopback(text))
      .refine((text) => new URL(text).username + new URL(text).password === ''),
    says: 'Keys of the token issuer; unset: local issuer',
    expects: 'an https:// URL without a user (http:// on this machine only)',
    example: 'https://login.example.gov/.well-known/jwks.json',
  },
  ROLLCALL_ISSUER: {
    schema: z.string().min(1),
    says: '`iss` a token must carry',
    expects: 'the issuer’s name',
    example: 'https://login.example.gov',
  },
  ROLLCALL_AUDIENCE: {
    schema: z.string().min(1),
    says: '`aud` a token must carry',
    expects: 'a name',
    example: 'rollcall',
    preset: 'rollcall',
  },
} as const satisfies Variables;

function isLoopback(url: string): boolean {
  return /^(localhost|127[.]\d+[.]\d+[.]\d+|\[::1\])$/.test(new URL(url).hostname);
}

/** `local`: tokens signed by a key of our own in the data folder, for one machine and for demonstrations. */
export type AuthConfig =
  | { kind: 'local'; issuer: string; audience: string }
  | { kind: 'jwks'; url: string; issuer: string; audience: string };

export function checkAuth({ has, need }: Reading<typeof authVariables>): void {
  if (has('ROLLCALL_JWKS_URL')) need('ROLLCALL_ISSUER', 'ROLLCALL_JWKS_URL is');
}

export function authConfig(values: Values<typeof authVariables>): AuthConfig {
  const issuer = values.ROLLCALL_ISSUER ?? 'rollcall-local';
  const audience = values.ROLLCALL_AUDIENCE;
  const jwksUrl = values.ROLLCALL_JWKS_URL;
  return jwksUrl === undefined
    ? { kind: 'local', issuer, audience }
    : { kind: 'jwks', url: jwksUrl, issuer, audience };
}
