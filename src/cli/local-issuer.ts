import { existsSync } from 'node:fs';
import { Scope } from '../api/auth/caller.ts';
import { issueToken, openLocalIssuer } from '../api/auth/local-issuer.ts';
import { issuerKeyPath, type Config } from '../config/index.ts';
import type { Agency } from '../contracts/record.ts';

export interface TokenWish {
  scopes?: readonly Scope[] | undefined;
  ttlSeconds: number;
}

/** Everything an agency's own system does. */
export const agencyScopes: readonly Scope[] = [
  'records:write',
  'status:read',
  'changes:read',
  'obligations:act',
];

/** What whoever oversees does, for no agency. */
const overseerScopes: readonly Scope[] = ['status:read', 'changes:read', 'audit:read'];

/** How to make tokens with the key in the data folder; null where there is none, or tokens come from elsewhere. */
export function localIssuer(
  config: Pick<Config, 'auth' | 'dataDir'>,
): ((agency: Agency | null, wish: TokenWish) => Promise<string>) | null {
  const { auth, dataDir } = config;
  const path = issuerKeyPath(dataDir);
  if (auth.kind !== 'local' || !existsSync(path)) return null;
  return async (agency, wish) => {
    const { sign } = await openLocalIssuer(path);
    return issueToken(sign, {
      issuer: auth.issuer,
      audience: auth.audience,
      agency,
      scopes: wish.scopes ?? (agency === null ? overseerScopes : agencyScopes),
      clientId: `${agency ?? 'overseer'}-local`,
      ttlSeconds: wish.ttlSeconds,
      now: new Date(),
    });
  };
}
