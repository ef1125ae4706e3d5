import { AppError } from '../contracts/errors.ts';
import { RollbackFailed } from './pool.ts';

/**
 * Postgres conditions after which the same transaction may well succeed: a lost connection, a shutdown, a deadlock, a lock wait, a
 * statement or a transaction that was cut off, a server that is read-only since another took over.
 */
const transientStates = /^(08|25006|25P03|25P04|40001|40P01|53|55P03|57014|57P0|58)/;

/** Node's error codes for failed connections, and the messages for which pg sets no code. */
const connectionCodes =
  /^(ECONN|EPIPE$|ETIMEDOUT$|EHOSTUNREACH$|EHOSTDOWN$|ENETUNREACH$|ENETDOWN$|ENOTFOUND$|EAI_AGAIN$)/;
const connectionTexts =
  /^(timeout exceeded when trying to connect|Connection terminated( unexpectedly| due to connection timeout)?|Client has encountered a connection error|Query read timeout)/;

/** What pg says of a connection where it sets no code: its own words, which quote nothing. Null: it is no such error. */
export function connectionTrouble(error: unknown): string | null {
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === 'string' ? (connectionTexts.exec(message)?.[0] ?? null) : null;
}

/** Whether the same attempt may succeed later, as opposed to a failure that the same input will cause again. */
export function isTransient(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, retriable } = error as { code?: unknown; retriable?: unknown };
  if (retriable === true) return true;
  if (typeof code !== 'string') return connectionTrouble(error) !== null;
  return connectionCodes.test(code) || (/^[0-9A-Z]{5}$/.test(code) && transientStates.test(code));
}

/** Whether a statement or transaction was cancelled for taking too long; a smaller one may get through. */
export function tookTooLong(error: unknown): boolean {
  return ['57014', '25P04'].includes((error as { code?: string } | null)?.code ?? '');
}

/** SQLSTATE classes that are about the values given: cardinality (21), data (22), constraints (23), program limits (54). */
const statesOfValues = /^(21|22|23|54)/;

/**
 * Whether a failure is the fault of the record that was to be stored. Not if it may pass by itself, and not if it is the database's
 * own (a damaged page, a missing grant, tables of another version), which would fail any record. Nor if the transaction could not be
 * rolled back: that connection answers nothing more, whatever the record.
 */
export function isOfContent(error: unknown): boolean {
  if (error instanceof AppError || error instanceof RollbackFailed || isTransient(error)) return false;
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || statesOfValues.test(code);
}
