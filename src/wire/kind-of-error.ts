/** What pg says when it gave up waiting, or was cut off. These errors have no code, and these texts quote nothing. */
const SAID_BY_PG: readonly string[] = [
  'Query read timeout',
  'timeout exceeded when trying to connect',
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
];

/** What kind of error it was. Its message may quote what was being handled. */
export function kindOfError(error: unknown): string {
  const { code, name, message } = (error ?? {}) as { code?: string; name?: string; message?: string };
  return code ?? SAID_BY_PG.find((text) => text === message) ?? name ?? 'unknown';
}
