import { setTimeout as delay } from 'node:timers/promises';
import { AppError, UnavailableError } from '../contracts/errors.ts';
import type { Agency } from '../contracts/record.ts';

/** Bearer tokens for calls; a local issuer has one per agency, an external one gives what it was given. */
export type TokenFor = (agency: Agency | null) => Promise<string>;

export interface Call {
  method?: 'GET' | 'POST';
  path: string;
  token: string;
  body?: string | Buffer<ArrayBuffer>;
  contentType?: string;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
  /** How often an answer that says "later" is tried again. */
  attempts?: number;
  /** Told why, before it waits to try again. */
  onWait?: (why: string) => void;
}

export interface Answer {
  status: number;
  text: string;
  /** `text` as JSON; null without one. */
  body: unknown;
}

/** The server's RFC 9457 problem as an error. */
export class ApiProblem extends AppError {
  override readonly name = 'ApiProblem';
  readonly status: number;
  constructor(status: number, body: unknown) {
    const problem = (body ?? {}) as {
      type?: string;
      title?: string;
      detail?: string;
      errors?: Array<{ field: string; reason: string }>;
    };
    const first = problem.errors?.[0];
    const why = problem.detail ?? problem.title ?? 'the server gave no reason';
    const text = first === undefined ? why : `${why}: ${first.field} ${first.reason}`;
    super(problem.type?.split(':').at(-1) ?? `http-${status}`, `${text} (HTTP ${status})`);
    this.status = status;
  }
}

/**
 * One call. Waits and tries again where the server can't be reached or says 429 or 503 (Retry-After is kept to); any
 * other answer from 400 up throws ApiProblem.
 */
export async function callApi(url: string, call: Call): Promise<Answer> {
  const attempts = call.attempts ?? 1;
  for (let attempt = 1; ; attempt++) {
    let answer: Response | null = null;
    let cause: unknown;
    try {
      answer = await fetch(new URL(call.path, url), {
        method: call.method ?? 'GET',
        headers: {
          authorization: `Bearer ${call.token}`,
          ...call.headers,
          ...(call.body === undefined ? {} : { 'content-type': call.contentType ?? 'application/json' }),
        },
        ...(call.body === undefined ? {} : { body: call.body }),
        ...(call.signal === undefined ? {} : { signal: call.signal }),
      });
      const text = await answer.text();
      const body: unknown = text === '' ? null : parseOrText(text);
      if (answer.status < 400) return { status: answer.status, text, body };
      if (answer.status !== 429 && answer.status !== 503) throw new ApiProblem(answer.status, body);
      cause = new ApiProblem(answer.status, body);
    } catch (error) {
      if (error instanceof ApiProblem || call.signal?.aborted) throw error;
      cause = error;
    }
    const why =
      cause instanceof ApiProblem
        ? `${url} cannot answer now: ${cause.message}`
        : `no answer from ${url}: ${reasonOf(cause)}`;
    if (attempt >= attempts) {
      const hint =
        cause instanceof ApiProblem ? '' : '; is the service running? (--url gives another address)';
      throw new UnavailableError(why + hint, { cause });
    }
    call.onWait?.(why);
    await delay(waitMs(answer, attempt), undefined, call.signal === undefined ? {} : { signal: call.signal });
  }
}

function waitMs(answer: Response | null, attempt: number): number {
  const told = Number(answer?.headers.get('retry-after') ?? NaN);
  return Number.isFinite(told) ? Math.min(30_000, told * 1000) : Math.min(10_000, 200 * 2 ** attempt);
}

function reasonOf(error: unknown): string {
  const cause = (error as { cause?: { code?: string; message?: string } }).cause;
  return cause?.code ?? cause?.message ?? (error as Error).message;
}

function parseOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return { title: text.slice(0, 200) };
  }
}
