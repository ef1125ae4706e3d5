import { callApi, ProblemError, type Answer } from './api-client.ts';
import { UsageError } from './command.ts';
import type { FeedTarget } from './feed-lines.ts';

/** Read from a service what a command line asks for; what the service refuses of it is a wrong command line. */
export async function askApi(target: FeedTarget, path: string, signal: AbortSignal): Promise<Answer> {
  try {
    return await callApi(target.url, { path, token: await target.tokenFor('ice'), signal, attempts: 3 });
  } catch (error) {
    if (error instanceof ProblemError && error.status === 400) throw new UsageError(error.message);
    throw error;
  }
}
