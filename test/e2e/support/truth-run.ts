import { expect, it } from '@jest/globals';
import type { ChildStatusWithPositions } from '../../../src/contracts/status.ts';
import { aliasOf } from '../../../src/domain/case-files.ts';
import { simulateChildren, truthOf, type SimulatedPerson } from '../../../src/simulator/index.ts';
import { openPool } from '../../../src/store/pool.ts';
import type { AgencyClient } from './agency-client.ts';
import { chunksOf } from './chunks-of.ts';
import { withFedService } from './fed-service.ts';
import { embeddedDatabase } from './service-process.ts';

const ASKED_TOGETHER = 500;
const SEARCH_EVERY = 100;
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
  const { children, seed, limitMs, say = () => {} } = options;
  it(
    `are the same for every one of ${children} children`,
    () =>
      withFedService({ children, seed }, { limitMs, say }, async ({ url, dataDir, client, rejected }) => {
        const found = await compare(simulateChildren({ children, seed }), reader(url, client), say);
        expect(found.wrong).toEqual([]);
        expect(found.people).toBeGreaterThanOrEqual(children * 0.99);
        expect(await inTables(dataDir)).toEqual({
          children: found.people,
          unlinked: found.unlinked.sort(),
          rejected,
        });
      }),
    limitMs,
  );
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
