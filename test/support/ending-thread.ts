import { parentPort } from 'node:worker_threads';
import type { DeadLetter } from '../../src/intake/dead-letter.ts';
import type { Answer } from '../../src/intake/threads/messages.ts';
import '../../src/intake/threads/check-thread.ts';

// The thread that checks, except that it ends as by a crash, before it answers, when a line asks for it.
const post = parentPort!.postMessage.bind(parentPort);
parentPort!.postMessage = (answer: Answer) => {
  if (answer.kind === 'items' && answer.items.refused.some(({ item }) => asksForIt(item.message.value!)))
    process.exit(1);
  post(answer);
};

function asksForIt(deadLetter: string): boolean {
  const { original } = JSON.parse(deadLetter) as DeadLetter;
  return Buffer.from(original, 'base64').toString() === 'END THIS THREAD';
}
