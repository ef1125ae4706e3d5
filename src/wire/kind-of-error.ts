import { connectionTrouble } from '../store/failures.ts';

/** What kind of error it was. Its message may quote what was being handled. */
export function kindOfError(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: string; name?: string };
  return code ?? connectionTrouble(error) ?? name ?? 'unknown';
}
