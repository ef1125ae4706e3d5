import { callApi, ProblemError, type Answer } from './api-client.ts';
import { UsageError } from './command.ts';
import type { Agency } from '../contracts/record.ts';
import type { FeedTarget } from './feed-lines.ts';

/** Read from a service what a command line asks for. @param as for whom, where the local issuer makes the token; null: for whoever oversees */
export async function askApi(
  target: FeedTarget,
  path: string,
  signal: AbortSignal,
  as: Agency | null = 'ice',
): Promise<Answer> {
  try {
    return await callApi(target.url, { path, token: await target.tokenFor(as), signal, attempts: 3 });
  } catch (error) {
    throw refusedOf(error);
  }
}

/** What the service refuses of a command line is a wrong command line; any other failure is itself. */
export function refusedOf(error: unknown): unknown {
  return error instanceof ProblemError && error.status === 400 ? new UsageError(error.message) : error;
}
