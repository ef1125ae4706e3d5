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
  /** Of attributes that some have: empty for those that have not. */
  optional: Array<{ header: string; texts: string }>;
  /** By their place among the lines, ascending. */
  refused: Array<{ at: number; item: RefusedItem }>;
}

/** Cannot occur in JSON text, nor in a key or an attribute, which are printable ASCII. */
const SEPARATOR = '\u001e';

export class ItemPacker {
  readonly #content: CheckedContent[] = [];
  readonly #attributes: EventAttributes[] = [];
  readonly #refused: PackedItems['refused'] = [];

  addRecord(attributes: EventAttributes, content: CheckedContent): void {
    this.#attributes.push(attributes);
    this.#content.push(content);
  }

  addRefused(item: RefusedItem): void {
    this.#refused.push({ at: this.#attributes.length + this.#refused.length, item });
  }

  pack(): PackedItems {
    const content = this.#content;
    const attributes = this.#attributes;
    return {
      keys: content.map(({ key }) => key).join(SEPARATOR),
      values: content.map(({ value }) => value).join(SEPARATOR),
      digests: content.map(({ digest }) => digest).join(SEPARATOR),
      eventKeys: content.map(({ eventKey }) => eventKey).join(SEPARATOR),
      ids: attributes.map(({ id }) => id).join(SEPARATOR),
      sources: attributes.map(({ source }) => source).join(SEPARATOR),
      types: attributes.map(({ type }) => type).join(SEPARATOR),
      optional: optionalHeaders.flatMap(([name, header]) =>
        attributes.some((one) => one[name] !== undefined)
          ? [{ header, texts: attributes.map((one) => one[name] ?? '').join(SEPARATOR) }]
          : [],
      ),
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
    for (const { header, texts } of optional) if (texts[i] !== '') message.headers[header] = texts[i]!;
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
