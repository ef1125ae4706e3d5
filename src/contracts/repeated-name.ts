import { pointer } from './refusal.ts';

/** No contract has a deeper place, and a sender chooses the depth. */
const LONGEST_POINTER = 200;

/**
 * Pointer to a member name that its object has twice (RFC 7493 §2.3), '' where that lies deeper than any contract goes; null: there is
 * none. JSON.parse keeps the last one without a word.
 * @param value what JSON.parse made of the text
 */
export function repeatedName(text: string, value: unknown): string | null {
  // A lost name takes two quotes with it, and an escaped one is one more: equal counts leave nothing to look for.
  if (quotesIn(text) === 2 * stringsIn(value)) return null;
  const path = findRepeated(text);
  if (path === null) return null;
  const field = pointer(path);
  return field.length <= LONGEST_POINTER ? field : '';
}

function quotesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}

/** Names and texts, at any depth. Without recursion: a sender chooses the depth. */
function stringsIn(value: unknown): number {
  let count = 0;
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === 'string') count += 1;
    else if (Array.isArray(next)) for (const item of next) left.push(item);
    else if (typeof next === 'object' && next !== null) {
      for (const name in next) {
        const inner = (next as Record<string, unknown>)[name];
        // Most are texts, and this runs for every record that comes in: they don't go by way of the list.
        count += typeof inner === 'string' ? 2 : 1;
        if (typeof inner === 'object') left.push(inner);
      }
    }
  }
  return count;
}

/** An object or a list that is open where the scan stands. */
interface Open {
  /** Of an object: those so far. */
  names?: Set<string>;
  at: string | number;
}

/** @param text JSON, so that what stands before a colon is a name */
function findRepeated(text: string): Array<string | number> | null {
  const open: Open[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '{') open.push({ names: new Set(), at: '' });
    else if (char === '[') open.push({ at: 0 });
    else if (char === '}' || char === ']') open.pop();
    else if (char === ',') {
      const inner = open.at(-1)!;
      if (typeof inner.at === 'number') inner.at += 1;
    } else if (char === '"') {
      const end = endOfString(text, at);
      if (isName(text, end)) {
        const inner = open.at(-1)!;
        const name = JSON.parse(text.slice(at, end)) as string;
        inner.at = name;
        if (inner.names?.has(name)) return open.map((one) => one.at);
        inner.names?.add(name);
      }
      at = end - 1;
    }
  }
  return null;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function isName(text: string, end: number): boolean {
  const colon = /\s*:/y;
  colon.lastIndex = end;
  return colon.test(text);
}
