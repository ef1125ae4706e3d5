import { parentPort } from 'node:worker_threads';
import { refusedItem } from '../check-item.ts';
import { linesOf } from '../line-block.ts';
import { checkContent } from '../parse/accept-event.ts';
import { hintsOf } from '../parse/parsed-event.ts';
import { parseLine } from '../parse/split-lines.ts';
import { ItemPacker, type PackedItems } from './packed-items.ts';
import type { Answer, Question } from './messages.ts';

/** A thread's own file: answers each block with its checked events, one after the other. */
parentPort?.on('message', (question: Question) => answer(answerTo(question)));
answer({ kind: 'ready' });

function answer(message: Answer): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window's
  parentPort?.postMessage(message);
}

function answerTo(question: Question): Answer {
  try {
    return { kind: 'items', items: checkBlock(question) };
  } catch (error) {
    // Its message may quote what was being checked.
    return { kind: 'fault', error: error instanceof Error ? error.name : 'unknown' };
  }
}

function checkBlock({ lengths, bytes, sender }: Question): PackedItems {
  const packer = new ItemPacker();
  const block = { numbers: lengths, lengths, bytes: Buffer.from(bytes.buffer) };
  for (const line of linesOf(block)) {
    const parsed = parseLine(line);
    if (!parsed.ok) {
      packer.addRefused(refusedItem(parsed.refusals, parsed.hints, line.bytes, undefined, sender));
      continue;
    }
    const { id, source, type } = parsed.event.attributes;
    const checked = checkContent(parsed.event, sender);
    if (checked.ok) packer.addRecord(parsed.event.attributes, checked);
    else {
      const hints = hintsOf({ id, source, type });
      packer.addRefused(refusedItem(checked.refusals, hints, line.bytes, undefined, sender));
    }
  }
  return packer.pack();
}
