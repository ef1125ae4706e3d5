import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventLog } from '../../../src/log/event-log.ts';
import { simulate } from '../../../src/simulator/index.ts';
import { Random } from '../../../src/simulator/random.ts';
import { openPool } from '../../../src/store/pool.ts';
import { caughtUp } from '../../support/caught-up.ts';
import { until } from '../../support/until.ts';
import { agencyClient, type AgencyClient } from './agency-client.ts';
import { checkStore, type Answered } from './check-store.ts';
import type { ServiceProcess } from './service-process.ts';

/** A service under load, and what it stands on. */
export interface KillRun {
  /** Start the service once and end it in order: with the issuer's key that this makes, clients get their tokens. */
  begin(): Promise<void>;
  /**
   * Post while `work` goes on; then wait until all that was acknowledged is in effect, and see that it is, exactly once. An error
   * tells the seed and the service's last words.
   * @param most events to post, about; without it as many as are taken
   */
  underLoad(work: () => Promise<void>, most?: number): Promise<void>;
  /** Resolves when so many more events were acknowledged. */
  acknowledged(more: number): Promise<void>;
  /** Start the service and kill it at a random moment, so many times. `alsoKill` may kill what it stands on too. */
  killRounds(rounds: number, alsoKill?: (random: Random) => void): Promise<void>;
  close(): Promise<void>;
}

export interface KillRunOptions {
  service: ServiceProcess;
  dataDir: string;
  /** Of the database as it is now. */
  databaseUrl(): string;
  openLog(pool: ReturnType<typeof openPool>): EventLog;
  /** How long whoever posts waits after each answer; without it as many events come as are taken. */
  pauseMs?: number;
  say?: (text: string) => void;
}

/** Events posted together. */
const TOGETHER = 300;
/** Requests per agency under way at a time. */
const POSTING = 2;
/** Of the rounds, those that are killed before they are ready. */
const EARLY = 0.2;
/** Of the others, those that are killed while what was acknowledged is being applied. */
const APPLYING = 0.6;

/** The run of ROLLCALL_TEST_SEED, or of a seed of its own. */
export function killRun(options: KillRunOptions): KillRun {
  const { service, pauseMs = 0, say = () => {} } = options;
  const seed = process.env['ROLLCALL_TEST_SEED'] ?? String(randomInt(1_000_000_000));
  const random = new Random(seed, 'kill');
  const events = simulate({ children: 1_000_000, seed });
  const stop = new AbortController();
  const client: AgencyClient = agencyClient({
    url: service.url,
    dataDir: options.dataDir,
    signal: stop.signal,
  });
  const answered: Answered[] = [];
  let loading: { stop: boolean; done: Promise<void>; failed: unknown } | null = null;

  async function post(state: { stop: boolean }, most: number): Promise<void> {
    const enough = client.acknowledged + most;
    while (!state.stop) {
      if (client.acknowledged >= enough) {
        await delay(20);
        continue;
      }
      const some = Array.from({ length: TOGETHER }, () => events.next().value!);
      const outcomes = await client.post(some);
      for (const [i, sent] of some.entries()) answered.push({ sent, outcome: outcomes[i]! });
      if (pauseMs > 0) await delay(pauseMs);
    }
  }

  const acknowledged = async (more: number): Promise<void> => {
    const goal = client.acknowledged + more;
    await until(
      'events to be acknowledged',
      () => {
        if (loading?.failed !== undefined) throw new Error('the load ended', { cause: loading.failed });
        return client.acknowledged >= goal;
      },
      180_000,
    );
  };

  function load(most: number): void {
    const state: NonNullable<typeof loading> = { stop: false, done: Promise.resolve(), failed: undefined };
    state.done = Promise.all(Array.from({ length: POSTING }, () => post(state, most)))
      .then(() => {})
      .catch((error: unknown) => void (state.failed = error));
    loading = state;
  }

  async function settle(): Promise<void> {
    if (loading === null) throw new Error('there is no load');
    loading.stop = true;
    await loading.done;
    if (loading.failed !== undefined) throw new Error('the load failed', { cause: loading.failed });
    const pool = openPool(options.databaseUrl(), { max: 4 });
    const log = options.openLog(pool);
    try {
      await caughtUp(pool, log, 120_000);
      say(`${answered.length} acknowledged, ${client.repeated} requests made again; all in effect`);
      await checkStore(pool, log, answered);
      say('each exactly once');
    } finally {
      await log.close();
      await pool.end();
    }
  }

  return {
    async begin() {
      service.start();
      await service.ready();
      await service.end('SIGTERM');
    },
    async underLoad(work, most = Infinity) {
      try {
        load(most);
        await work();
        await settle();
      } catch (error) {
        // What goes on being posted would be counted into the next test's; of a service that is down it never ends.
        loading!.stop = true;
        await Promise.race([loading!.done, delay(5_000)]);
        const words = `seed ${seed}: ${(error as Error).message}\nlast words of the service: ${service.tail()}`;
        throw new Error(words, { cause: error });
      }
    },
    acknowledged,
    async killRounds(rounds, alsoKill = () => {}) {
      for (let round = 1; round <= rounds; round++) {
        const before = client.acknowledged;
        service.start();
        if (random.chance(EARLY)) {
          await delay(random.between(10, 1_500));
        } else {
          await service.ready();
          await acknowledged(1);
          if (random.chance(APPLYING)) await applying(options.databaseUrl());
          await delay(random.between(0, 1_000));
        }
        alsoKill(random);
        await service.end('SIGKILL');
        say(`kill ${round} of ${rounds}: ${client.acknowledged - before} acknowledged since the last`);
      }
      service.start();
      await service.ready();
      await acknowledged(1);
    },
    async close() {
      stop.abort();
      await loading?.done;
      await service.end('SIGTERM');
    },
  };
}

/** Resolves when the reconciler has gone on from where it stands now. */
async function applying(databaseUrl: string): Promise<void> {
  const pool = openPool(databaseUrl, { max: 1 });
  const place = async (): Promise<string> => {
    const { rows } = await pool.query<{ place: string }>(
      'select coalesce(sum(next_offset), 0) as place from projection.consumer_offset',
    );
    return rows[0]!.place;
  };
  try {
    const before = await place();
    await until('the reconciler to go on', async () => (await place()) !== before);
  } finally {
    await pool.end();
  }
}
