import { readFileSync } from 'node:fs';
import { names, variable } from './variables.ts';

/** The `ROLLCALL_*` part of the environment, and what the files that `*_FILE` names hold. */
export interface Env {
  vars: Readonly<Record<string, string>>;
  files?: Readonly<Record<string, { text: string } | { problem: string }>>;
}

/**
 * The only reader of the environment. Reads the files that `*_FILE` names too.
 * @param overrides what flags say; undefined leaves the environment's
 */
export function readEnv(
  overrides: Readonly<Record<string, string | undefined>> = {},
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Env {
  const vars: Record<string, string> = {};
  for (const [name, value] of [...Object.entries(environment), ...Object.entries(overrides)]) {
    // ROLLCALL_TEST_* are the test run's own.
    if (/^ROLLCALL_(?!TEST_)/.test(name) && value !== undefined && value !== '') vars[name] = value;
  }
  const files: Record<string, { text: string } | { problem: string }> = {};
  for (const name of names) {
    const path = vars[`${name}_FILE`];
    if (!variable(name).file || path === undefined) continue;
    try {
      files[path] = { text: readFileSync(path, 'utf8').trim() };
    } catch (error) {
      files[path] = { problem: (error as NodeJS.ErrnoException).code ?? 'unreadable' };
    }
  }
  return { vars, files };
}
