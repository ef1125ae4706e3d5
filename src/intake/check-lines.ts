import { checkItem, type CheckedItem } from './check-item.ts';
import { linesOf, type LineBlock } from './line-block.ts';
import type { Sender } from './parse/accept-event.ts';
import { parseLine } from './parse/split-lines.ts';

/** Checks the lines of streams: here (`checkHere`), or in threads (`threads/`). */
export interface LineChecker {
  /**
   * The events of a block's lines, in their order. The block is used up.
   * Throws UnavailableError where they could not be checked; the same lines may be sent again.
   */
  check(block: LineBlock, sender: Sender): Promise<CheckedItem[]>;
  /** Whether a stream that has a block under way should send the next one after it already. */
  hasRoom(): boolean;
}

export const checkHere: LineChecker = {
  check: async (block, sender) =>
    Array.from(linesOf(block), (line) =>
      checkItem(
        { parsed: parseLine(line), original: () => Buffer.from(line.bytes), line: line.number },
        sender,
      ),
    ),
  hasRoom: () => false,
};
