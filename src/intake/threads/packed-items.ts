import type { EventAttributes } from '../../contracts/envelope.ts';
import type { RecordType } from '../../contracts/records/index.ts';
import type { CheckedItem, RefusedItem } from '../check-item.ts';
import { optionalHeaders, recordMessage, type CheckedContent, type Sender } from '../parse/accept-event.ts';

/**
 * A block's checked events on their way between threads. Texts go as columns, each joined into one: a structured clone of
 * so many objects would cost half as much as the check itself.
 */
export interface PackedItems {
  /** Of each record, in the order of their lines. */
  keys: string;
  values: string;
  digests: string;
  eventKeys: string;
  ids: string;
  sources: string;
  types: string;
  /** Of attributes that some have: empty for those that have not; the last ones may be left out. */
  optional: Array<{ header: string; texts: string }>;
  /** By their place among the lines, ascending. */
  refused: Array<{ at: number; item: RefusedItem }>;
}

/** Cannot occur in JSON text, nor in a key or an attribute, which are printable ASCII. */
const SEPARATOR = '\u001e';

/** Holds texts only, so that what they were read from can go at once. */
export class ItemPacker {
  readonly #keys: string[] = [];
  readonly #values: string[] = [];
  readonly #digests: string[] = [];
  readonly #eventKeys: string[] = [];
  readonly #ids: string[] = [];
  readonly #sources: string[] = [];
  readonly #types: string[] = [];
  readonly #optional = optionalHeaders.map(([name, header]) => ({ name, header, texts: [] as string[] }));
  readonly #refused: PackedItems['refused'] = [];

  addRecord(attributes: EventAttributes, content: CheckedContent): void {
    const before = this.#keys.push(content.key) - 1;
    this.#values.push(content.value);
    this.#digests.push(content.digest);
    this.#eventKeys.push(content.eventKey);
    this.#ids.push(attributes.id);
    this.#sources.push(attributes.source);
    this.#types.push(attributes.type);
    for (const { name, texts } of this.#optional) {
      const text = attributes[name];
      if (text === undefined) continue;
      while (texts.length < before) texts.push('');
      texts.push(text);
    }
  }

  addRefused(item: RefusedItem): void {
    this.#refused.push({ at: this.#keys.length + this.#refused.length, item });
  }

  pack(): PackedItems {
    return {
      keys: this.#keys.join(SEPARATOR),
      values: this.#values.join(SEPARATOR),
      digests: this.#digests.join(SEPARATOR),
      eventKeys: this.#eventKeys.join(SEPARATOR),
      ids: this.#ids.join(SEPARATOR),
      sources: this.#sources.join(SEPARATOR),
      types: this.#types.join(SEPARATOR),
      optional: this.#optional
        .filter(({ texts }) => texts.length > 0)
        .map(({ header, texts }) => ({ header, texts: texts.join(SEPARATOR) })),
      refused: this.#refused,
    };
  }
}

/** @param lines the number of each line, in order */
export function unpackItems(packed: PackedItems, lines: readonly number[], sender: Sender): CheckedItem[] {
  const keys = packed.keys.split(SEPARATOR);
  const values = packed.values.split(SEPARATOR);
  const digests = packed.digests.split(SEPARATOR);
  const eventKeys = packed.eventKeys.split(SEPARATOR);
  const ids = packed.ids.split(SEPARATOR);
  const sources = packed.sources.split(SEPARATOR);
  const types = packed.types.split(SEPARATOR) as RecordType[];
  const optional = packed.optional.map(({ header, texts }) => ({ header, texts: texts.split(SEPARATOR) }));
  const { receivedAt } = sender;
  const items: CheckedItem[] = [];
  let nextRefused = 0;
  for (let i = 0; items.length < lines.length;) {
    const line = lines[items.length];
    const refused = packed.refused[nextRefused];
    if (refused?.at === items.length) {
      items.push({ ...refused.item, line });
      nextRefused += 1;
      continue;
    }
    const id = ids[i]!;
    const source = sources[i]!;
    const type = types[i]!;
    const message = recordMessage({ id, source, type }, { key: keys[i]!, value: values[i]! }, sender);
    for (const { header, texts } of optional) {
      const text = texts[i];
      if (text !== undefined && text !== '') message.headers[header] = text;
    }
    items.push({
      kind: 'record',
      line,
      id,
      source,
      type,
      receivedAt,
      message,
      eventKey: eventKeys[i]!,
      digest: digests[i]!,
    });
    i += 1;
  }
  return items;
}
