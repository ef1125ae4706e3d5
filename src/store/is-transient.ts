import { AppError } from '../contracts/errors.ts';

/**
 * Postgres conditions after which the same transaction may well succeed: a lost connection, a shutdown, a deadlock, a lock wait, a
 * statement or a transaction that was cut off, a server that is read-only since another took over.
 */
const transientStates = /^(08|25006|25P03|25P04|40001|40P01|53|55P03|57014|57P0|58)/;

/** Node's codes of a connection that failed, and what pg says of one in words alone. */
const connectionCodes =
  /^(ECONN|EPIPE$|ETIMEDOUT$|EHOSTUNREACH$|EHOSTDOWN$|ENETUNREACH$|ENETDOWN$|ENOTFOUND$|EAI_AGAIN$)/;
const connectionTexts =
  /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Query read timeout)/;

/** Whether trying again later can help, as against a failure that the same input will repeat. */
export function isTransient(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, retriable, message } = error as { code?: unknown; retriable?: unknown; message?: unknown };
  if (retriable === true) return true;
  if (typeof code !== 'string') return typeof message === 'string' && connectionTexts.test(message);
  return connectionCodes.test(code) || (/^[0-9A-Z]{5}$/.test(code) && transientStates.test(code));
}

/** Cut off for the time that it took, as a smaller one may not be. */
export function tookTooLong(error: unknown): boolean {
  return ['57014', '25P04'].includes((error as { code?: string } | null)?.code ?? '');
}

/** Data, constraints, program limits and wrong numbers of them: what Postgres says of the values that it was given. */
const statesOfValues = /^(21|22|23|54)/;

/**
 * Whether a failure is one of what was to be stored, as against one that may pass, or one of the database (a damaged page, a missing
 * grant, a table of another version), which would be said of any record.
 */
export function isOfContent(error: unknown): boolean {
  if (error instanceof AppError || isTransient(error)) return false;
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || statesOfValues.test(code);
}
