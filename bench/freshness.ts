import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { recordKey } from '../src/domain/case-file.ts';
import { aliasOf } from '../src/domain/case-files.ts';
import type { BenchPostgres } from './support/database.ts';
import { quantile, type Measurement } from './support/measurement.ts';
import { post } from './support/post.ts';
import { startService, type BenchService } from './support/service.ts';
import { say, type Sizes } from './support/settings.ts';

const CONNECTIONS = 32;

/** From the 202 of a record to its child's status in the change feed, at half the rate that single records reach at most. */
export async function measureFreshness(postgres: BenchPostgres, sizes: Sizes): Promise<Measurement[]> {
  const url = await postgres.create('freshness');
  const service = await startService(url, ['api', 'reconciler']);
  const token = await service.token('hhs');
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  let next = 0;
  const sendOne = async (): Promise<{ childId: string; at: number }> => {
    const event = eventOf(next++);
    const { status, text } = await post(`${service.url}/v1/records`, {
      token,
      agent,
      type: 'application/cloudevents+json',
      body: JSON.stringify(event),
    });
    const at = performance.now();
    if (status !== 202) throw new Error(`a record was answered ${status}: ${text.slice(0, 200)}`);
    return { childId: aliasOf(recordKey(event.type, event.data.recordId, event.source)), at };
  };

  await topRate(sendOne, 2); // warm
  const top = await topRate(sendOne, sizes.seconds);
  const visible = new Map<string, number>();
  const stop = new AbortController();
  const watching = watch(service, token, visible, stop.signal);
  while (visible.size < next) await delay(20);
  say(`freshness: at most ${Math.round(top)} single records/s; measured at half of it`);

  const sent = await steadily(sendOne, top / 2, sizes.seconds * 2);
  while (sent.some(({ childId }) => !visible.has(childId))) await delay(20);
  stop.abort();
  await watching;
  agent.destroy();
  const peakMiB = await service.stop();
  await postgres.drop('freshness');
  const ages = sent.map(({ childId, at }) => Math.max(0, visible.get(childId)! - at));
  const p99 = quantile(ages, 0.99);
  return [
    {
      name: 'single records, 202 each',
      unit: 'records/s',
      ours: [top],
      limit: [],
      note: 'top rate, reconciling beside',
    },
    {
      name: 'freshness at half of it, p50',
      unit: 'ms',
      ours: [quantile(ages, 0.5)],
      limit: [],
    },
    {
      name: 'freshness at half of it, p99',
      unit: 'ms',
      ours: [p99],
      limit: [],
      result: p99,
      goal: { atMost: 500 },
      peakMiB,
      note: `${sent.length} records`,
    },
  ];
}

/** A new, invented child's placement. */
function eventOf(index: number) {
  return {
    specversion: '1.0',
    id: `bench-${index}`,
    source: 'urn:us-gov:hhs:uc-portal',
    type: 'hhs.placement' as const,
    data: {
      recordId: `bench-${index}`,
      version: 1,
      occurredAt: '2026-03-01T12:00:00.000Z',
      recordedAt: '2026-03-01T13:00:00.000Z',
      person: { identifiers: { aNumber: `A${String(100_000_000 + index)}` } },
      admittedAt: '2026-03-01T12:00:00.000Z',
      programCode: 'P-100',
    },
  };
}

async function topRate(sendOne: () => Promise<unknown>, seconds: number): Promise<number> {
  const start = performance.now();
  const end = start + seconds * 1000;
  let sent = 0;
  const loop = async (): Promise<void> => {
    while (performance.now() < end) {
      await sendOne();
      sent += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, loop));
  return (sent / (performance.now() - start)) * 1000;
}

/** So many a second, whatever the answers take. */
async function steadily<T>(sendOne: () => Promise<T>, rate: number, seconds: number): Promise<T[]> {
  const start = performance.now();
  const sending: Array<Promise<T>> = [];
  const total = Math.floor(rate * seconds);
  while (sending.length < total) {
    const due = Math.min(total, Math.ceil(((performance.now() - start) / 1000) * rate));
    while (sending.length < due) sending.push(sendOne());
    await delay(5);
  }
  return Promise.all(sending);
}

/** Note when each child's first change is seen by a reader who waits for changes. */
async function watch(
  service: BenchService,
  token: string,
  visible: Map<string, number>,
  signal: AbortSignal,
): Promise<void> {
  let after = '0';
  try {
    while (!signal.aborted) {
      const response = await fetch(`${service.url}/v1/changes?after=${after}&wait=5&limit=1000`, {
        headers: { authorization: `Bearer ${token}` },
        signal,
      });
      const { changes, next } = (await response.json()) as {
        changes: Array<{ childId: string }>;
        next: string;
      };
      const now = performance.now();
      for (const { childId } of changes) if (!visible.has(childId)) visible.set(childId, now);
      after = next;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
