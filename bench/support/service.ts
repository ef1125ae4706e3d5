import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueToken, openLocalIssuer } from '../../src/api/auth/local-issuer.ts';
import type { Scope } from '../../src/api/auth/caller.ts';
import { issuerKeyPath } from '../../src/config/index.ts';
import type { Role } from '../../src/cli/wiring.ts';
import type { Agency } from '../../src/contracts/record.ts';
import { startChild } from './child.ts';

/** Rollcall in a process of its own, as `rollcall serve` would run it. */
export interface BenchService {
  url: string;
  token: (agency: Agency) => Promise<string>;
  /** Ends it; peak memory in MiB. */
  stop: () => Promise<number>;
}

const scopes: Scope[] = ['records:write', 'status:read', 'changes:read'];

export async function startService(
  databaseUrl: string,
  roles: readonly Role[],
  brokers: readonly string[] = [],
): Promise<BenchService> {
  const dataDir = mkdtempSync(join(tmpdir(), 'rollcall-bench-service-'));
  const child = startChild('service-child.ts', { databaseUrl, roles, brokers, dataDir });
  const { url } = await child.answer<{ url: string }>();
  const { sign } = await openLocalIssuer(issuerKeyPath(dataDir));
  return {
    url,
    token: (agency) =>
      issueToken(sign, {
        issuer: 'rollcall-local',
        audience: 'rollcall',
        agency,
        scopes,
        clientId: `bench-${agency}`,
        ttlSeconds: 3600,
        now: new Date(),
      }),
    async stop() {
      const answer = child.answer<{ peakMiB: number }>();
      await child.stop();
      const { peakMiB } = await answer;
      rmSync(dataDir, { recursive: true, force: true });
      return peakMiB;
    },
  };
}
