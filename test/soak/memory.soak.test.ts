import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { freePort } from '../../src/store/embedded/free-port.ts';
import { openPool } from '../../src/store/pool.ts';
import { agencyClient } from '../e2e/support/agency-client.ts';
import { embeddedDatabase, serviceProcess } from '../e2e/support/service-process.ts';
import { testFolder } from '../support/services.ts';
import { postStream } from './post-stream.ts';
import { say, wish } from './say.ts';

const LIMIT_MIB = 512;
/** Every so many lines one is refused, so large that these are half of the bytes. */
const REFUSED_EVERY = 100;
const REFUSED_BYTES = 60_000;
/** Lines handed over as one text. */
const LINES = 500;

/** What is sent, counted while it is. */
interface Sent {
  bytes: number;
  accepted: number;
  rejected: number;
}

/** NDJSON of at least so many bytes: calls to as many children as a nation has, and lines with a field that no contract names. */
function* body(bytes: number, sent: Sent): Generator<string> {
  for (let line = 0; sent.bytes < bytes;) {
    let text = '';
    for (let i = 0; i < LINES; i++) text += `${lineOf((line += 1), sent)}\n`;
    sent.bytes += text.length; // ASCII alone
    yield text;
  }
}

function lineOf(line: number, sent: Sent): string {
  const refused = line % REFUSED_EVERY === 0;
  sent[refused ? 'rejected' : 'accepted'] += 1;
  return JSON.stringify({
    specversion: '1.0',
    id: `memory-${line}`,
    source: 'urn:us-gov:hhs:uc-portal',
    type: 'hhs.wellbeing-call',
    datacontenttype: 'application/json',
    data: {
      recordId: `CALL-${line}`,
      version: 1,
      occurredAt: '2026-03-01T15:00:00Z',
      recordedAt: '2026-03-01T16:00:00Z',
      person: {
        identifiers: { aNumber: `A${600_000_000 + (line % 448_820)}` },
        name: { given: ['Ana'], surnames: ['Inventada'] },
        birthDate: { value: '2010-05-04', precision: 'day' },
      },
      attemptedAt: '2026-03-01T15:00:00Z',
      reached: 'child',
      livingWithSponsor: 'yes',
      addressMatches: 'yes',
      ...(refused ? { unknown: 'x'.repeat(REFUSED_BYTES) } : {}),
    },
  });
}

/** The most that a process ever had resident, in MiB. */
function peakMiB(pid: number): number {
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return Number(kib) / 1024;
}

/** How many messages each topic that has any holds, in the log on Postgres. */
async function messagesByTopic(dataDir: string): Promise<Record<string, number>> {
  const pool = openPool(embeddedDatabase(dataDir)!.url, { max: 1 });
  try {
    const { rows } = await pool.query<{ name: string; count: number }>(
      `select t.name, sum(h.next)::int as count from log.head h join log.topic t using (topic_id)
        group by t.name having sum(h.next) > 0`,
    );
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
  } finally {
    await pool.end();
  }
}

const megabytes = wish('ROLLCALL_TEST_MEGABYTES', 1_000);
// Only Linux tells the peak of another process.
const onLinux = process.platform === 'linux' ? it : it.skip;

describe('a service that is sent one large stream', () => {
  onLinux(`takes ${megabytes} MB of NDJSON in at most ${LIMIT_MIB} MiB`, async () => {
    const { path, remove } = testFolder();
    const dataDir = join(path, 'data');
    const stop = new AbortController();
    const port = await freePort();
    const service = serviceProcess({ args: ['start', '--data', dataDir, '--demo', '0'], port });
    let progress: NodeJS.Timeout | undefined;
    try {
      service.start();
      await service.ready();
      say(`ready: ${peakMiB(service.pid).toFixed(0)} MiB`);
      const client = agencyClient({ url: service.url, dataDir, signal: stop.signal });
      const sent: Sent = { bytes: 0, accepted: 0, rejected: 0 };
      const wrong: string[] = [];
      let rejected = 0;
      let summary: unknown;
      const begun = performance.now();
      progress = setInterval(() => {
        if (service.running)
          say(`${(sent.bytes / 1e6).toFixed(0)} MB: ${peakMiB(service.pid).toFixed(0)} MiB`);
      }, 20_000);
      const status = await postStream(
        `${service.url}/v1/records`,
        {
          authorization: `Bearer ${await client.token('hhs')}`,
          'content-type': 'application/x-ndjson',
          prefer: 'return=minimal',
        },
        body(megabytes * 1e6, sent),
        (text) => {
          const result = JSON.parse(text) as { line?: number; status?: string; summary?: unknown };
          if (result.line === undefined) summary = result.summary;
          else if (result.status === 'rejected' && result.line % REFUSED_EVERY === 0) rejected += 1;
          else if (wrong.length < 5) wrong.push(text);
        },
      );
      const seconds = (performance.now() - begun) / 1000;
      const peak = peakMiB(service.pid);
      say(
        `${(sent.bytes / 1e6).toFixed(0)} MB, ${sent.accepted} records and ${sent.rejected} refused, in ${seconds.toFixed(0)} s: ` +
          `${peak.toFixed(0)} MiB`,
      );
      expect(wrong).toEqual([]);
      expect({ status, rejected, summary }).toEqual({
        status: 207,
        rejected: sent.rejected,
        summary: { accepted: sent.accepted, duplicate: 0, conflict: 0, rejected: sent.rejected },
      });
      expect(await messagesByTopic(dataDir)).toMatchObject({
        'hhs.wellbeing-call.v1': sent.accepted,
        'dead-letter.v1': sent.rejected,
      });
      expect(peak).toBeLessThanOrEqual(LIMIT_MIB);
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${service.tail()}`, { cause: error });
    } finally {
      clearInterval(progress);
      stop.abort();
      await service.end('SIGTERM');
      remove();
    }
  });
});
