import { Worker } from 'node:worker_threads';
import { AppError, UnavailableError } from '../../contracts/errors.ts';
import type { CheckedItem } from '../check-item.ts';
import type { LineBlock } from '../line-block.ts';
import type { Sender } from '../parse/accept-event.ts';
import type { Answer, Question } from './messages.ts';
import { unpackItems } from './packed-items.ts';

/** A thread holds a few blocks of 1 MiB and what it makes of one; above this it is ended, and so are its blocks only. */
const LIMITS = { maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: 128 };

export interface Thread {
  /** Rejects where it ends before it can check. */
  ready: Promise<void>;
  /** Throws UnavailableError where it ends before it has answered. */
  check(block: LineBlock, sender: Sender): Promise<CheckedItem[]>;
  /** Blocks that it was given and has not answered. */
  underWay(): number;
  end(): Promise<unknown>;
}

interface Asked {
  answered: (answer: Answer) => void;
  failed: (error: Error) => void;
}

/** @param onEnd told why it ended, where it did by itself */
export function startThread(file: URL, onEnd: (error: unknown) => void): Thread {
  const worker = new Worker(file, { env: {}, resourceLimits: LIMITS, ...loaderOf(file) });
  // That it is ready comes first, then the answers in the order of the blocks.
  const asked: Asked[] = [];
  const next = async (): Promise<Answer> =>
    new Promise((answered, failed) => {
      asked.push({ answered, failed });
    });
  // Who waits for an answer later is a request, and keeps the process alive by itself.
  const ready = next().then(() => worker.unref());
  ready.catch(() => {}); // Who does not await it hears the same of a block.
  let why: unknown;
  worker.on('message', (answer: Answer) => asked.shift()?.answered(answer));
  worker.on('error', (error) => {
    why = error;
  });
  worker.on('exit', () => {
    const error = new UnavailableError('a thread that checks records ended; send again later', {
      forCallers: true,
    });
    for (const { failed } of asked.splice(0)) failed(error);
    onEnd(why);
  });

  return {
    ready,
    underWay: () => asked.length,
    async check({ numbers, lengths, bytes }, sender) {
      const question: Question = { lengths, bytes, sender };
      worker.postMessage(question, [bytes.buffer]);
      const answer = await next();
      if (answer.kind === 'items') return unpackItems(answer.items, numbers, sender);
      const error = answer.kind === 'fault' ? answer.error : answer.kind;
      throw new AppError('fault', `records could not be checked: ${error}`);
    },
    end: async () => worker.terminate(),
  };
}

/** An unbuilt thread needs what this process was started with (tsx), and does not get it by itself. */
function loaderOf(file: URL): { execArgv?: string[] } {
  if (!file.pathname.endsWith('.ts')) return {};
  const tsx = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  return { execArgv: ['--import', `data:text/javascript,import { register } from ${tsx}; register();`] };
}
