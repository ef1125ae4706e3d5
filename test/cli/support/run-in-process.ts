import { PassThrough, type Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { runCommandLine } from '../../../src/cli/run-command-line.ts';
import { readEnv } from '../../../src/config/index.ts';
import { wiring } from '../../../src/wire/index.ts';

/** A command line in this process, with nothing in the environment but `vars`. */
export async function runInProcess(
  args: string[],
  vars: Record<string, string> = {},
  given: { stdin?: Readable; stdout?: PassThrough; signal?: AbortSignal } = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const [stdout, stderr] = [given.stdout ?? new PassThrough(), new PassThrough()];
  const printed = Promise.all([text(stdout), text(stderr)]);
  const code = await runCommandLine(args, {
    stdin: given.stdin ?? new PassThrough().end(),
    stdout,
    stderr,
    signal: given.signal ?? new AbortController().signal,
    env: (overrides) => readEnv(overrides, vars),
    wiring,
    self: 'rollcall',
  });
  stdout.end();
  stderr.end();
  const [out, err] = await printed;
  return { code, stdout: out, stderr: err };
}
