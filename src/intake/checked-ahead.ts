import type { CheckedItem } from './check-item.ts';
import type { LineChecker } from './check-lines.ts';
import type { LineBlock } from './line-block.ts';
import type { Sender } from './parse/accept-event.ts';

/** Blocks of one stream that may be read and not asked for yet. */
const MOST_AHEAD = 3;

/**
 * Returns a function that gives a stream's checked blocks in order, and null after the last. While a block is being checked the next
 * ones are read and checked ahead, as far as the checker has room; with many streams there is none, and each has one block under way.
 * @param sender called when a block has been read
 */
export function checkedAhead(
  blocks: AsyncGenerator<LineBlock>,
  checker: LineChecker,
  sender: () => Sender,
): () => Promise<CheckedItem[] | null> {
  const ahead: Array<Promise<CheckedItem[] | null>> = [];
  const begin = (): void => {
    // A generator answers those who ask meanwhile in turn.
    const checked = blocks
      .next()
      .then((block) => (block.done === true ? null : checker.check(block.value, sender())));
    checked.catch(() => {}); // It is awaited in its turn, unless one before it failed already.
    ahead.push(checked);
  };
  return () => {
    while (ahead.length === 0 || (ahead.length < MOST_AHEAD && checker.hasRoom())) begin();
    return ahead.shift()!;
  };
}
