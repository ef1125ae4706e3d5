import type { Config } from '../config/index.ts';
import { AppError } from '../contracts/errors.ts';
import { UsageError } from './command.ts';
import type { FeedTarget } from './feed-lines.ts';
import { localIssuer } from './local-issuer.ts';

/** What says which service a client command talks to. */
export const targetFlags = {
  url: { type: 'string' },
  token: { type: 'string' },
  data: { type: 'string' },
} as const;

/** The service a client command talks to: what its flags say, else the one this configuration would start. */
export function targetOf(
  config: Config,
  flags: { url?: string | undefined; token?: string | undefined },
): FeedTarget {
  const host = config.http.host.includes(':') ? `[${config.http.host}]` : config.http.host;
  const url = flags.url ?? `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${config.http.port}`;
  if (!URL.canParse(url) || !/^https?:/.test(url))
    throw new UsageError(`--url is "${url}": expected http://host:port`);
  const { token } = flags;
  if (token !== undefined) return { url, split: false, tokenFor: () => Promise.resolve(token) };
  const issue = localIssuer(config);
  if (issue === null)
    throw new AppError(
      'not-there',
      `no --token, and no local issuer's key in ${config.dataDir} (rollcall start makes one; --data names another folder)`,
    );
  return { url, split: true, tokenFor: cached((agency) => issue(agency, { ttlSeconds: TTL_S })) };
}

const TTL_S = 600;

function cached(issue: FeedTarget['tokenFor']): FeedTarget['tokenFor'] {
  const kept = new Map<string | null, { token: Promise<string>; until: number }>();
  return (agency) => {
    const found = kept.get(agency);
    if (found !== undefined && performance.now() < found.until) return found.token;
    const token = issue(agency);
    kept.set(agency, { token, until: performance.now() + (TTL_S / 2) * 1000 });
    return token;
  };
}
