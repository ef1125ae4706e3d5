/** Postgres conditions after which the same transaction may well succeed: a lost connection, a shutdown, a deadlock, a lock wait. */
const transientCodes = /^(08|40001|40P01|53|55P03|57P0|58)/;

/** Whether trying again later can help, as against a failure that the same input will repeat. */
export function isTransient(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, retriable } = error as { code?: unknown; retriable?: unknown };
  if (retriable === true) return true;
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E'))
    return transientCodes.test(code);
  // No SQLSTATE: the connection itself failed (ECONNREFUSED, ECONNRESET, "Connection terminated unexpectedly").
  return typeof code === 'string'
    ? code.startsWith('E')
    : /connection|terminat|timeout/i.test((error as Error).message);
}
