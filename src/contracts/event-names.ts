import { hashId } from './hash.ts';
import type { ACT_TYPE } from './obligation.ts';
import type { RecordType } from './records/index.ts';

/** Names an event: the same for two of one source and id. Neither holds a space, so no two pairs make one text. */
export function eventKeyOf(source: string, id: string): string {
  return hashId(`e:${source} ${id}`);
}

/**
 * Names a content: the same for two events that say the same of one record version.
 * @param value the canonical JSON of the record, as `checkRecord` and `JSON.stringify` give it
 */
export function digestOf(type: RecordType | typeof ACT_TYPE, value: string): string {
  return hashId(`${type}\n${value}`);
}
