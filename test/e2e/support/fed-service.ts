import { join } from 'node:path';
import { expect } from '@jest/globals';
import { reconciledTopics } from '../../../src/reconciler/reconciler.ts';
import { simulate, type Sent, type SimulationOptions } from '../../../src/simulator/index.ts';
import { freePort } from '../../../src/store/embedded/free-port.ts';
import { openPool } from '../../../src/store/pool.ts';
import { testFolder } from '../../support/services.ts';
import { until } from '../../support/until.ts';
import { agencyClient, type AgencyClient } from './agency-client.ts';
import { chunksOf } from './chunks-of.ts';
import { embeddedDatabase, serviceProcess } from './service-process.ts';

/** A service in which all of a scenario's events are in effect. */
export interface FedService {
  url: string;
  dataDir: string;
  client: AgencyClient;
  /** Events that intake refused, as the simulator meant it to. */
  rejected: number;
}

const CHUNK = 3_000;
/** Of what differs so much is shown. */
const SHOWN = 5;

/**
 * Send a scenario's events through the HTTP intake of a service of its own, each answered as the simulator expects; once all are in
 * effect, `look` at it. An error tells the scenario and the service's last words.
 */
export async function withFedService(
  scenario: SimulationOptions & { seed: string },
  { limitMs, say }: { limitMs: number; say: (text: string) => void },
  look: (service: FedService) => Promise<void>,
): Promise<void> {
  const { path, remove } = testFolder();
  const dataDir = join(path, 'data');
  const stop = new AbortController();
  const service = serviceProcess({
    args: ['start', '--data', dataDir, '--demo', '0'],
    port: await freePort(),
  });
  try {
    service.start();
    await service.ready();
    const client = agencyClient({ url: service.url, dataDir, signal: stop.signal });
    const started = performance.now();
    const { wrong, rejected } = await feed(client, simulate(scenario), say);
    expect(wrong).toEqual([]);
    await inEffect(dataDir, limitMs);
    say(`all in effect after ${((performance.now() - started) / 1000).toFixed(0)} s`);
    await look({ url: service.url, dataDir, client, rejected });
  } catch (error) {
    const { seed, children } = scenario;
    const words = `seed ${seed}, ${children} children: ${(error as Error).message}\n${service.tail()}`;
    throw new Error(words, { cause: error });
  } finally {
    stop.abort();
    await service.end('SIGTERM');
    remove();
  }
}

/** Post everything in order; an answer other than the one the simulator expects is wrong. */
async function feed(
  client: AgencyClient,
  events: Iterable<Sent>,
  say: (text: string) => void,
): Promise<{ wrong: unknown[]; rejected: number }> {
  const started = performance.now();
  const wrong: unknown[] = [];
  let rejected = 0;
  let posting: Promise<void> = Promise.resolve();
  const check = async (chunk: Sent[]): Promise<void> => {
    for (const [place, outcome] of (await client.post(chunk)).entries()) {
      const { event, expect, fault } = chunk[place]!;
      if (outcome === 'rejected') rejected += 1;
      if (outcome !== expect && wrong.length < SHOWN) wrong.push({ id: event.id, outcome, expect, fault });
    }
  };
  for (const chunk of chunksOf(events, CHUNK)) {
    await posting;
    posting = check(chunk);
    posting.catch(() => {}); // awaited in the next round
  }
  await posting;
  const seconds = (performance.now() - started) / 1000;
  say(`${client.acknowledged} events answered in ${seconds.toFixed(1)} s`);
  return { wrong, rejected };
}

/** Everything in the log has been applied: nothing is left between the log's heads and the reconciler's offsets. */
async function inEffect(dataDir: string, limitMs: number): Promise<void> {
  const pool = openPool(embeddedDatabase(dataDir)!.url, { max: 1 });
  try {
    await until(
      'everything to be in effect',
      async () => {
        const { rows } = await pool.query<{ lag: string }>(
          `select sum(h.next - coalesce(o.next_offset, 0)) as lag from log.head h
             join log.topic t using (topic_id)
             left join projection.consumer_offset o on o.topic = t.name and o.partition = h.partition
            where t.name = any($1)`,
          [[...reconciledTopics]],
        );
        return rows[0]!.lag === '0';
      },
      limitMs,
    );
  } finally {
    await pool.end();
  }
}
