import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { ChildStatusWithPositions } from '../../../src/contracts/status.ts';
import { aliasOf } from '../../../src/domain/case-files.ts';
import { reconciledTopics } from '../../../src/reconciler/reconciler.ts';
import {
  simulate,
  simulateChildren,
  truthOf,
  type Sent,
  type SimulatedPerson,
} from '../../../src/simulator/index.ts';
import { freePort } from '../../../src/store/embedded/free-port.ts';
import { openPool } from '../../../src/store/pool.ts';
import { testFolder } from '../../support/services.ts';
import { until } from '../../support/until.ts';
import { agencyClient, type AgencyClient } from './agency-client.ts';
import { embeddedDatabase, serviceProcess } from './service-process.ts';

const CHUNK = 3_000;
const ASKED_TOGETHER = 500;
const SEARCH_EVERY = 50;
/** Of what differs so much is shown. */
const SHOWN = 5;
const dimensions = ['placement', 'noticeToAppear', 'court', 'address', 'contact', 'verification'] as const;

/**
 * All of the simulator's events, with every fault, through the HTTP intake of a service of its own; then every child's
 * answer of the API beside the simulator's truth.
 */
export function itTellsTheTruth(options: {
  children: number;
  seed: string;
  limitMs: number;
  say?: (text: string) => void;
}): void {
  const { children, seed, say = () => {} } = options;
  it(
    `are the same for every one of ${children} children`,
    async () => {
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
        const fed = await feed(client, simulate({ children, seed }), say);
        expect(fed.wrong).toEqual([]);
        await inEffect(dataDir, options.limitMs);
        say('all in effect');

        const api = reader(service.url, client);
        const found = await compare(simulateChildren({ children, seed }), api, say);
        expect(found.wrong).toEqual([]);
        expect(found.people).toBeGreaterThanOrEqual(children * 0.99);
        expect(await inTables(dataDir)).toEqual({
          children: found.people,
          unlinked: found.unlinked.sort(),
          rejected: fed.rejected,
        });
      } catch (error) {
        throw new Error(
          `seed ${seed}, ${children} children: ${(error as Error).message}\n${service.tail()}`,
          {
            cause: error,
          },
        );
      } finally {
        stop.abort();
        await service.end('SIGTERM');
        remove();
      }
    },
    options.limitMs,
  );
}

/** Post everything in order; an answer other than the one the simulator expects is wrong. */
export async function feed(
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
export async function inEffect(dataDir: string, limitMs: number): Promise<void> {
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

interface Reader {
  statuses(ids: readonly string[]): Promise<Array<ChildStatusWithPositions | null>>;
  search(identifiers: Record<string, string>): Promise<string[]>;
}

function reader(url: string, client: AgencyClient): Reader {
  const ask = async (path: string, body: unknown): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await client.token('ice')}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  return {
    async statuses(childIds) {
      const { results } = (await ask('/v1/children/status-batch', { childIds })) as {
        results: Array<{ child?: ChildStatusWithPositions }>;
      };
      return results.map((result) => result.child ?? null);
    },
    async search(identifiers) {
      const found = (await ask('/v1/children/search', { identifiers })) as {
        children: Array<{ childId: string }>;
      };
      return found.children.map((child) => child.childId);
    },
  };
}

interface Comparison {
  people: number;
  unlinked: string[];
  wrong: unknown[];
}

async function compare(
  children: ReturnType<typeof simulateChildren>,
  api: Reader,
  say: (text: string) => void,
): Promise<Comparison> {
  const started = performance.now();
  const result: Comparison = { people: 0, unlinked: [], wrong: [] };
  const tell = (what: unknown): void => void (result.wrong.length < SHOWN && result.wrong.push(what));
  const people = function* (): Generator<SimulatedPerson & { childId: string }> {
    for (const child of children) {
      result.unlinked.push(...child.unlinked);
      for (const person of child.people) {
        const { idRecordKey } = truthOf(person, new Date(0));
        if (idRecordKey !== null) yield { ...person, childId: aliasOf(idRecordKey) };
      }
    }
  };
  for (const some of chunksOf(people(), ASKED_TOGETHER)) {
    const before = new Date();
    const answers = await api.statuses(some.map((person) => person.childId));
    const after = new Date();
    for (const [i, person] of some.entries()) {
      const told = answers[i] === null ? null : said(answers[i]!);
      // Time may have changed a status between the two.
      const truths = [before, after].map((at) => expected(person, at));
      if (!truths.some((truth) => JSON.stringify(truth) === JSON.stringify(told)))
        tell({ childId: person.childId, told, truth: truths[0] });
      if ((result.people + i) % SEARCH_EVERY === 0) {
        for (const [name, id] of Object.entries(truthOf(person, before).identifiers)) {
          const found = await api.search({ [name]: id });
          if (JSON.stringify(found) !== JSON.stringify([person.childId]))
            tell({ childId: person.childId, search: name, found });
        }
      }
    }
    result.people += some.length;
  }
  const seconds = (performance.now() - started) / 1000;
  say(
    `${result.people} people, ${result.unlinked.length} unlinked records compared in ${seconds.toFixed(1)} s`,
  );
  return result;
}

function expected(person: SimulatedPerson, at: Date): unknown {
  const truth = truthOf(person, at);
  return {
    ...Object.fromEntries(dimensions.map((name) => [name, [truth[name].value, truth[name].since]])),
    records: truth.records,
  };
}

function said(status: ChildStatusWithPositions): unknown {
  return {
    ...Object.fromEntries(dimensions.map((name) => [name, [status[name].value, status[name].since]])),
    records: status.links.map((link) => link.record).sort(),
  };
}

async function inTables(
  dataDir: string,
): Promise<{ children: number; unlinked: string[]; rejected: number }> {
  const pool = openPool(embeddedDatabase(dataDir)!.url, { max: 1 });
  try {
    const children = await pool.query<{ count: number }>(
      'select count(*)::int as count from projection.child_status',
    );
    const unlinked = await pool.query<{ record_key: string }>(
      `select distinct record_key from projection.record
        where child_id is null and link_rule = 'ambiguous-identifiers'`,
    );
    const letters = await pool.query<{ count: number }>(
      'select count(*)::int as count from rollcall.dead_letter',
    );
    return {
      children: children.rows[0]!.count,
      unlinked: unlinked.rows.map((row) => row.record_key).sort(),
      rejected: letters.rows[0]!.count,
    };
  } finally {
    await pool.end();
  }
}

function* chunksOf<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let chunk: T[] = [];
  for (const item of items) {
    if (chunk.push(item) < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
