import { agencyOfSource } from '../contracts/envelope.ts';
import type { Agency } from '../contracts/record.ts';
import { callApi, type TokenFor } from './api-client.ts';
import type { TextLine } from './read-lines.ts';

export interface FeedTarget {
  url: string;
  tokenFor: TokenFor;
  /** Every agency's lines go with its own token; else all go with one. */
  split: boolean;
}

/** What became of one line. */
export interface LineResult {
  line: number;
  outcome: 'accepted' | 'duplicate' | 'conflict' | 'rejected';
  code?: string;
  field?: string;
  reason?: string;
}

/** Lines up to and with `upTo` are answered for, each of them. */
export interface Acknowledged {
  upTo: number;
  results: LineResult[];
}

const BATCH_LINES = 500;
const BATCH_CHARACTERS = 1_000_000;
const IN_FLIGHT = 2;
const ATTEMPTS = 12;

/** Post lines of NDJSON in batches, a few at a time; yields in the lines' order, so a caller can note how far it is. */
export async function* feedLines(
  lines: AsyncIterable<TextLine[]>,
  target: FeedTarget,
  signal: AbortSignal,
): AsyncGenerator<Acknowledged> {
  const flying: Array<Promise<Acknowledged>> = [];
  try {
    for await (const batch of inBatches(lines)) {
      signal.throwIfAborted();
      const post = postBatch(batch, target, signal);
      post.catch(() => {}); // awaited below, in order
      flying.push(post);
      if (flying.length >= IN_FLIGHT) yield await flying.shift()!;
    }
    while (flying.length > 0) yield await flying.shift()!;
  } finally {
    await Promise.allSettled(flying);
  }
}

async function* inBatches(lines: AsyncIterable<TextLine[]>): AsyncGenerator<TextLine[]> {
  let batch: TextLine[] = [];
  let size = 0;
  for await (const group of lines) {
    for (const line of group) {
      batch.push(line);
      size += line.text.length;
      if (batch.length < BATCH_LINES && size < BATCH_CHARACTERS) continue;
      yield batch;
      batch = [];
      size = 0;
    }
  }
  if (batch.length > 0) yield batch;
}

async function postBatch(batch: TextLine[], target: FeedTarget, signal: AbortSignal): Promise<Acknowledged> {
  const groups = new Map<Agency, TextLine[]>();
  for (const line of batch) {
    if (line.text.trim() === '') continue;
    const agency = target.split ? agencyOfLine(line.text) : 'hhs';
    const group = groups.get(agency);
    if (group) group.push(line);
    else groups.set(agency, [line]);
  }
  const results = await Promise.all(
    [...groups].map(([agency, lines]) => postGroup(agency, lines, target, signal)),
  );
  return { upTo: batch.at(-1)!.number, results: results.flat().sort((a, b) => a.line - b.line) };
}

async function postGroup(
  agency: Agency,
  lines: TextLine[],
  target: FeedTarget,
  signal: AbortSignal,
): Promise<LineResult[]> {
  const answer = await callApi(target.url, {
    method: 'POST',
    path: '/v1/records',
    token: await target.tokenFor(agency),
    contentType: 'application/x-ndjson',
    body: lines.map((line) => line.text).join('\n'),
    signal,
    attempts: ATTEMPTS,
  });
  const { results } = answer.body as { results: ResultItem[] };
  return results.map((item) => resultOf(item, lines));
}

/** As the API answers (intake's ItemResult). */
interface ResultItem {
  index: number;
  status: LineResult['outcome'];
  refusals?: Array<{ code: string; field: string; reason: string }>;
}

function resultOf(item: ResultItem, lines: TextLine[]): LineResult {
  const result: LineResult = { line: lines[item.index]!.number, outcome: item.status };
  const first = item.refusals?.[0];
  return first === undefined
    ? result
    : { ...result, code: first.code, field: first.field, reason: first.reason };
}

/** Whose line it is; one that says nothing we know goes as HHS's, and is refused with its reason. */
function agencyOfLine(text: string): Agency {
  const source = /"source"\s*:\s*"(urn:us-gov:(?:ice|cbp|hhs|eoir):[^"]*)"/.exec(text)?.[1];
  return source === undefined ? 'hhs' : agencyOfSource(source);
}
