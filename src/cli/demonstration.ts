import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { simulate } from '../simulator/index.ts';
import { callApi } from './api-client.ts';
import { feedLines, type FeedTarget } from './feed-lines.ts';
import type { NumberedLine } from './read-lines.ts';
import { showProgress } from './progress.ts';

const Demonstration = z.object({
  state: z.enum(['feeding', 'done']),
  children: z.int(),
  /** Of an invented child. */
  aNumber: z.string(),
  childId: z.string().nullable(),
});
/** What a data folder was given to begin with. */
export type Demonstration = z.infer<typeof Demonstration>;

export function readDemonstration(dataDir: string): Demonstration | null {
  try {
    return Demonstration.parse(JSON.parse(readFileSync(pathOf(dataDir), 'utf8')));
  } catch {
    return null;
  }
}

function write(dataDir: string, demonstration: Demonstration): void {
  const path = pathOf(dataDir);
  writeFileSync(`${path}.part`, `${JSON.stringify(demonstration)}\n`);
  renameSync(`${path}.part`, path);
}

function pathOf(dataDir: string): string {
  return join(dataDir, 'demonstration.json');
}

export interface DemonstrationRun {
  dataDir: string;
  children: number;
  target: FeedTarget;
  signal: AbortSignal;
  terminal: Parameters<typeof showProgress>[0];
  /** Applied by the reconciler up to the log's end. */
  caughtUp(signal: AbortSignal): Promise<void>;
}

/** Feed invented children through the API, as agencies would. Cut off and run again, it goes through all once more: no harm. */
export async function feedDemonstration(run: DemonstrationRun): Promise<Demonstration> {
  const { children, dataDir, target, signal } = run;
  const { aNumber, records } = lookAhead(children);
  write(dataDir, { state: 'feeding', children, aNumber, childId: null });
  const label = `Demonstration: ${children} invented children`;
  const progress = showProgress(run.terminal, label, records, 'records');
  const lines = async function* (): AsyncGenerator<NumberedLine[]> {
    let number = 0;
    for (const { event } of simulate({ children }))
      yield [{ number: ++number, bytes: Buffer.from(JSON.stringify(event)) }];
  };
  for await (const batch of feedLines(lines(), target, signal)) progress.update(batch.lines.at(-1)!.number);
  progress.update(records, 'taking effect');
  await run.caughtUp(signal);
  progress.end('all in effect');
  const found = await callApi(target.url, {
    method: 'POST',
    path: '/v1/children/search',
    token: await target.tokenFor('ice'),
    body: JSON.stringify({ identifiers: { aNumber } }),
    signal,
  });
  const childId = (found.body as { children: Array<{ childId: string }> }).children[0]?.childId ?? null;
  const done: Demonstration = { state: 'done', children, aNumber, childId };
  write(dataDir, done);
  return done;
}

/** Children whose records are counted before; for more, what these had on average. */
const COUNTED = 5_000;

/** How many records there will be, and the A-number said most often among the first children's. */
function lookAhead(children: number): { aNumber: string; records: number } {
  const counted = Math.min(children, COUNTED);
  const counts = new Map<string, number>();
  let records = 0;
  for (const { event } of simulate({ children: counted })) {
    records += 1;
    const aNumber = event.data.person.identifiers?.aNumber;
    if (aNumber !== undefined) counts.set(aNumber, (counts.get(aNumber) ?? 0) + 1);
  }
  const [shown] = [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), ['', 0]);
  return { aNumber: shown, records: Math.round((records * children) / counted) };
}
