import { Writable } from 'node:stream';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createLocalJWKSet, exportJWK, generateKeyPair } from 'jose';
import { issueToken, type SigningKey } from '../../../src/api/auth/local-issuer.ts';
import type { Scope } from '../../../src/api/auth/caller.ts';
import { tokenVerifier } from '../../../src/api/auth/verify-token.ts';
import type { ApiDeps } from '../../../src/api/deps.ts';
import { buildServer } from '../../../src/api/server.ts';
import type { Agency } from '../../../src/contracts/record.ts';
import { topics } from '../../../src/contracts/topics.ts';
import type { EventLog } from '../../../src/log/event-log.ts';
import { memoryLog } from '../../../src/log/memory/memory-log.ts';
import { emptyFeeds, emptyOversight, emptyStore } from './empty-store.ts';

export const ISSUER = 'test-issuer';
export const AUDIENCE = 'rollcall';

/** A server on a free port, with a log in memory, its own issuer, and what it wrote to its log. */
export interface TestServer {
  url: string;
  log: EventLog;
  metrics: Registry;
  signing: SigningKey;
  /** Lines the server logged, as text. */
  logged(): string;
  token(options?: {
    agency?: Agency | null;
    scopes?: Scope[];
    clientId?: string;
    now?: Date;
  }): Promise<string>;
  close(): Promise<void>;
}

export async function startApi(options: Partial<ApiDeps> = {}): Promise<TestServer> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const signing = { key: privateKey, kid: 'test-key' };
  const jwk = { ...(await exportJWK(publicKey)), kid: signing.kid, alg: 'EdDSA' };
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const log = memoryLog();
  await log.applyTopics(topics);
  const clock = options.clock ?? (() => new Date());
  const deps: ApiDeps = {
    log,
    store: emptyStore,
    feeds: emptyFeeds,
    disclosures: { add: async () => {}, read: async () => [] },
    oversight: emptyOversight,
    caseFiles: {
      reassess: async () => null,
      asKnown: async () => ({ kind: 'unknown' }),
      readAccounting: async () => ({ kind: 'unknown' }),
      resolveAlias: async () => ({ kind: 'unknown' }),
    },
    verifyToken: tokenVerifier({
      keys: createLocalJWKSet({ keys: [jwk] }),
      issuer: ISSUER,
      audience: AUDIENCE,
      clock,
    }),
    clock,
    logger: pino({ level: 'info' }, sink),
    metrics: new Registry(),
    readiness: [],
    ...options,
  };
  const app = await buildServer(deps);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    log,
    metrics: deps.metrics,
    signing,
    logged: () => lines.join(''),
    token: ({ agency = 'hhs', scopes = ALL_SCOPES, clientId = 'test-client', now } = {}) =>
      issueToken(signing, {
        issuer: ISSUER,
        audience: AUDIENCE,
        agency,
        scopes,
        clientId,
        ttlSeconds: 600,
        now: now ?? clock(),
      }),
    close: async () => {
      await app.close();
      await log.close();
    },
  };
}

const ALL_SCOPES: Scope[] = ['records:write', 'status:read', 'changes:read', 'obligations:act', 'ops'];
