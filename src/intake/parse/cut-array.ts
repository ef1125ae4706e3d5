const QUOTE = 34;
const COMMA = 44;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
/** Tab, line feed, carriage return, space. */
const BLANKS = [9, 10, 13, 32];
const BYTE_ORDER_MARK = Buffer.from('\ufeff');

/**
 * A JSON array's items as they stand in its text, none of them parsed; null where it is no array. The text is JSON where each
 * item is.
 * @param most where there are more, one more than these is given, and the rest is not looked at
 */
export function cutArray(json: Buffer, most: number): Buffer[] | null {
  const items: Buffer[] = [];
  let at = afterBlanks(json, json.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0);
  if (json[at] !== OPEN_LIST) return null;
  let start = at + 1;
  let depth = 0;
  for (; at < json.length; at += 1) {
    const byte = json[at]!;
    if (byte === QUOTE) at = closingQuote(json, at);
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth += 1;
    else if (byte === COMMA && depth === 1) {
      items.push(json.subarray(start, at));
      if (items.length > most) return items;
      start = at + 1;
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
      depth -= 1;
      if (depth === 0) break;
    }
  }
  if (json[at] !== CLOSE_LIST || afterBlanks(json, at + 1) < json.length) return null;
  const last = json.subarray(start, at);
  return items.length === 0 && afterBlanks(last, 0) === last.length ? [] : [...items, last];
}

function closingQuote(json: Buffer, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
  return at;
}

function afterBlanks(json: Buffer, start: number): number {
  let at = start;
  while (at < json.length && BLANKS.includes(json[at]!)) at += 1;
  return at;
}
