import { AppError, UnavailableError } from '../../contracts/errors.ts';

interface KafkaFault {
  name: string;
  message: string;
  type?: string;
  retriable?: boolean;
  cause?: unknown;
  originalError?: unknown;
  errors?: unknown[];
}

/** Kafka's own name of what went wrong (`ILLEGAL_GENERATION`), from inside kafkajs' wrappings; undefined where none. */
export function kafkaCode(error: unknown): string | undefined {
  for (let at = error; at instanceof Error;) {
    const { type, cause, originalError, errors } = at as unknown as KafkaFault;
    if (typeof type === 'string') return type;
    at = cause ?? originalError ?? errors?.[0];
  }
  return undefined;
}

/** Refusals that are the same however often one asks. */
const FINAL = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'INVALID_TOPIC_EXCEPTION',
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'INVALID_REPLICATION_FACTOR',
  'INVALID_CONFIG',
  'POLICY_VIOLATION',
]);

/** kafkajs' "Closed connection": a broker gives no reason. */
export const CLOSED_BY_BROKER =
  'the broker closed the connection, as it does where it wants TLS, or a password, and gets none';

/** kafkajs' errors as ours; ours as they are. */
export function asAppError(doing: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = kafkaCode(error);
  const why = code ?? (error as Error).message.replace(/^Closed connection$/, CLOSED_BY_BROKER);
  if (code !== undefined && FINAL.has(code)) {
    return new AppError('log-refused', `Kafka refuses to ${doing}: ${why}`, {
      cause: error,
      details: { code },
    });
  }
  return new UnavailableError(`Kafka cannot ${doing} now: ${why}`, { cause: error });
}

/** What last kept kafkajs from a broker. It tries again by itself, so no call of it says so in time. */
export class LastFault {
  #text = '';
  #at = Number.NEGATIVE_INFINITY;

  note(text: string): void {
    this.#text = text;
    this.#at = performance.now();
  }

  /** `: text`, or nothing where there was none since. */
  since(start: number): string {
    return this.#at < start ? '' : `: ${this.#text}`;
  }
}

/** Wait for `work`, but not past `ms`: kafkajs tries for longer than a caller can wait. What it does then goes on. */
export async function within<T>(
  ms: number,
  doing: string,
  work: Promise<T>,
  lastFault?: LastFault,
): Promise<T> {
  const start = performance.now();
  work.catch(() => {}); // may fail after nobody waits for it any more
  // A bare timer: this is on the way of every single append.
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const why = lastFault?.since(start) ?? '';
      reject(new UnavailableError(`Kafka did not ${doing} within ${ms} ms${why}`));
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    throw asAppError(doing, error);
  } finally {
    clearTimeout(timer);
  }
}
