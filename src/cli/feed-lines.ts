import { setTimeout as delay } from 'node:timers/promises';
import { agencyOfSource } from '../contracts/envelope.ts';
import { UnavailableError } from '../contracts/errors.ts';
import type { Agency } from '../contracts/record.ts';
import { callApi, type TokenFor } from './api-client.ts';
import type { NumberedLine } from './read-lines.ts';
import { withPauses } from './with-pauses.ts';

export interface FeedTarget {
  url: string;
  tokenFor: TokenFor;
  /** Every agency's lines go with its own token; else all go with one. */
  split: boolean;
  /** Told why lines wait to be sent again. */
  onWait?: (why: string) => void;
}

/** A line that was not taken, or is in conflict with one taken before. */
export interface RefusedLine {
  line: number;
  outcome: 'conflict' | 'rejected';
  code: string;
  field: string;
  reason: string;
}

export type Counts = Record<'accepted' | 'duplicate' | 'conflict' | 'rejected', number>;

/** Lines that are answered for, each of them. */
export interface Acknowledged {
  lines: readonly NumberedLine[];
  counts: Counts;
  refused: RefusedLine[];
}

const BATCH_LINES = 500;
const BATCH_BYTES = 1_000_000;
const LINE_END = Buffer.from('\n');
const IN_FLIGHT = 2;
/** What has come goes out once no more comes for so long. */
const PAUSE_MS = 500;
const ATTEMPTS = 12;

/** Post lines of NDJSON in batches, a few at a time; yields in the lines' order, so a caller can note how far it is. */
export async function* feedLines(
  lines: AsyncIterable<NumberedLine[]>,
  target: FeedTarget,
  signal: AbortSignal,
): AsyncGenerator<Acknowledged> {
  const flying: Array<Promise<Acknowledged>> = [];
  try {
    for await (const { batch, paused } of inBatches(lines)) {
      signal.throwIfAborted();
      if (batch.length > 0) {
        const post = postBatch(batch, target, signal);
        post.catch(() => {}); // awaited below, in order
        flying.push(post);
      }
      while (flying.length >= (paused ? 1 : IN_FLIGHT)) yield await flying.shift()!;
    }
  } finally {
    await Promise.allSettled(flying);
  }
}

/** Lines together; `paused` where no more has come yet, or will. Nothing may have come since the last. */
async function* inBatches(
  lines: AsyncIterable<NumberedLine[]>,
): AsyncGenerator<{ batch: NumberedLine[]; paused: boolean }> {
  let batch: NumberedLine[] = [];
  let size = 0;
  const taken = (paused: boolean) => {
    const whole = { batch, paused };
    batch = [];
    size = 0;
    return whole;
  };
  for await (const group of withPauses(lines, PAUSE_MS)) {
    if (group === null) {
      yield taken(true);
      continue;
    }
    for (const line of group) {
      batch.push(line);
      size += line.bytes.length;
      if (batch.length >= BATCH_LINES || size >= BATCH_BYTES) yield taken(false);
    }
  }
  yield taken(true);
}

async function postBatch(
  batch: NumberedLine[],
  target: FeedTarget,
  signal: AbortSignal,
): Promise<Acknowledged> {
  const groups = new Map<Agency, NumberedLine[]>();
  for (const line of batch) {
    const text = line.bytes.toString('latin1');
    if (text.trim() === '') continue;
    const agency = target.split ? agencyOfLine(text) : 'hhs';
    const group = groups.get(agency);
    if (group) group.push(line);
    else groups.set(agency, [line]);
  }
  const answers = await Promise.all(
    [...groups].map(([agency, lines]) => postGroup(agency, lines, target, signal)),
  );
  const counts = noCounts();
  for (const answer of answers) addCounts(counts, answer.counts);
  const refused = answers.flatMap((answer) => answer.refused).sort((a, b) => a.line - b.line);
  return { lines: batch, counts, refused };
}

export function noCounts(): Counts {
  return { accepted: 0, duplicate: 0, conflict: 0, rejected: 0 };
}

export function addCounts(to: Counts, more: Counts): void {
  for (const name of Object.keys(to) as Array<keyof Counts>) to[name] += more[name];
}

/** A line of the API's answer to NDJSON: a result, or at the end the summary. */
interface ResultLine {
  index: number;
  status: RefusedLine['outcome'];
  problem?: {
    detail?: string;
    title?: string;
    errors?: Array<{ code: string; field: string; reason: string }>;
  };
  summary?: Counts;
}

async function postGroup(
  agency: Agency,
  lines: NumberedLine[],
  target: FeedTarget,
  signal: AbortSignal,
): Promise<Omit<Acknowledged, 'lines'>> {
  for (let attempt = 1; ; attempt++) {
    const answer = await callApi(target.url, {
      method: 'POST',
      path: '/v1/records',
      token: await target.tokenFor(agency),
      contentType: 'application/x-ndjson',
      // Of what was taken only the count.
      headers: { prefer: 'return=minimal' },
      body: Buffer.concat(lines.flatMap(({ bytes }) => [bytes, LINE_END])),
      signal,
      attempts: ATTEMPTS,
      ...(target.onWait === undefined ? {} : { onWait: target.onWait }),
    });
    const results = answer.text
      .split('\n')
      .filter((text) => text !== '')
      .map((text) => JSON.parse(text) as ResultLine);
    const last = results.pop();
    if (last?.summary !== undefined && last.problem === undefined)
      return { counts: last.summary, refused: results.map((result) => refusedLine(result, lines)) };
    // Cut short: what was taken is a duplicate the next time.
    if (attempt >= ATTEMPTS) throw new UnavailableError(`${target.url} cuts every answer short`);
    await delay(Math.min(10_000, 200 * 2 ** attempt), undefined, { signal });
  }
}

function refusedLine({ index, status, problem }: ResultLine, lines: NumberedLine[]): RefusedLine {
  const first = problem?.errors?.[0];
  return {
    line: lines[index]!.number,
    outcome: status,
    code: first?.code ?? status,
    field: first?.field ?? '',
    reason:
      first?.reason ?? problem?.detail ?? 'this event was sent before with other content; both are kept',
  };
}

/** Whose line it is, by its ASCII; one that says nothing we know goes as HHS's, and is refused with its reason. */
function agencyOfLine(text: string): Agency {
  const source = /"source"\s*:\s*"(urn:us-gov:(?:ice|cbp|hhs|eoir):[^"]*)"/.exec(text)?.[1];
  return source === undefined ? 'hhs' : agencyOfSource(source);
}
