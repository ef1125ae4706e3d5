import type { Agency } from '../contracts/record.ts';
import { callApi, ApiProblem, type Answer } from './api-client.ts';
import { UsageError } from './command.ts';
import type { FeedTarget } from './feed-lines.ts';

/** What a command line asks of a service; none of it changes anything there. */
export interface Question {
  path: string;
  /** For whom, where the local issuer makes the token; null: for whoever oversees. ICE by default. */
  as?: Agency | null;
  /** Posted as JSON: what must not stand in a URL. */
  body?: object;
}

/** The service's answer. What it refuses of a command line is a UsageError; any other failure is itself. */
export async function askApi(
  target: FeedTarget,
  { path, as = 'ice', body }: Question,
  signal: AbortSignal,
): Promise<Answer> {
  const token = await target.tokenFor(as);
  const posted = body === undefined ? {} : { method: 'POST' as const, body: JSON.stringify(body) };
  try {
    return await callApi(target.url, { path, token, signal, attempts: 3, ...posted });
  } catch (error) {
    throw error instanceof ApiProblem && error.status === 400 ? new UsageError(error.message) : error;
  }
}
