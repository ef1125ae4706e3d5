import { topics } from '../../src/contracts/topics.ts';
import type { LogMessage } from '../../src/log/event-log.ts';
import { postgresLog } from '../../src/log/postgres/postgres-log.ts';
import { simulate } from '../../src/simulator/index.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPool } from '../../src/store/pool.ts';
import { messageOf } from '../../test/support/simulated-messages.ts';

/** Messages of some simulated children, as intake would append them, in order of arrival. */
export function* simulatedMessages(children: number, first = 0): Generator<LogMessage> {
  for (const sent of simulate({ children, first, seed: 'bench' })) {
    const message = messageOf(sent);
    if (message !== null) yield message;
  }
}

/** Migrate a database and append simulated children's records to its log; returns how many records. */
export async function seedLog(url: string, children: number): Promise<number> {
  const pool = openPool(url);
  await migrate(pool);
  const log = postgresLog({ pool, clientId: 'bench' });
  await log.applyTopics(topics);
  let records = 0;
  let chunk: LogMessage[] = [];
  let writing: Promise<unknown> = Promise.resolve();
  for (const message of simulatedMessages(children)) {
    chunk.push(message);
    records += 1;
    if (chunk.length < 2_000) continue;
    await writing;
    writing = log.append(chunk);
    chunk = [];
  }
  await writing;
  if (chunk.length > 0) await log.append(chunk);
  await log.close();
  await pool.query('vacuum analyze log.message');
  await pool.end();
  return records;
}
