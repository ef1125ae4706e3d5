import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { builtBench } from './build.ts';

/** A process of its own, so that its memory is its own: it gets a task and sends one answer at a time. */
export interface Child {
  /** The next answer. */
  answer: <T>() => Promise<T>;
  /** Let it go on, where it waits for that. */
  goOn: () => void;
  ended: Promise<unknown>;
  stop: () => Promise<void>;
}

/** @param file of bench/, which takes its task from `taskOf` */
export function startChild(file: string, task: object): Child {
  // BENCH_NODE_OPTIONS: such as --cpu-prof, for the processes measured only.
  const more = (process.env['BENCH_NODE_OPTIONS'] ?? '').split(' ').filter((option) => option !== '');
  const child = fork(join(builtBench, file.replace(/ts$/, 'js')), [JSON.stringify(task)], { execArgv: more });
  const ended = once(child, 'exit');
  return {
    ended,
    async answer<T>() {
      const [first] = (await Promise.race([
        once(child, 'message'),
        ended.then(() => Promise.reject(new Error(`${file} ended before it answered`))),
      ])) as [T];
      return first;
    },
    goOn: () => void child.send({ goOn: true }),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.send({ stop: true });
      await ended;
    },
  };
}

/** In the child: what it is to do. It ends with the process that started it. */
export function taskOf(): unknown {
  process.once('disconnect', () => process.exit());
  return JSON.parse(process.argv[2] ?? '{}');
}

/** In the child: answer. */
export function send(message: object): void {
  process.send?.(message);
}

/** In the child: resolves when it is told to go on. */
export async function toldToGoOn(): Promise<void> {
  await once(process, 'message');
}

/** In the child: resolves when it is told to stop. */
export async function stopped(): Promise<void> {
  for (;;) {
    const [message] = (await once(process, 'message')) as [{ stop?: true }];
    if (message.stop === true) return;
  }
}

/** Peak memory of this process, MiB. */
export function peakMemory(): number {
  return process.resourceUsage().maxRSS / 1024;
}
