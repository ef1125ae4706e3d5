import { z } from 'zod';
import { hashId } from '../../contracts/hash.ts';
import { KeyOfRecord } from '../../contracts/record.ts';
import { kindOf } from '../../contracts/refusal.ts';
import { ProblemError } from '../problem.ts';
import { isAskable } from './when.ts';

/** Of a query: an opaque text that an earlier answer gave. */
export const CursorText = z
  .string()
  .max(600)
  .regex(/^[\w-]+$/, 'give the cursor of an earlier answer')
  .optional()
  .describe('Cursor of an earlier answer to the same question');

/** Of an answer: where the next page begins. */
export const NextCursor = z
  .string()
  .max(600)
  .nullable()
  .describe('Cursor of the next page; null: this is the last. A page may be short, or empty, and not be it');

/** The longest are keys of records. */
const text = KeyOfRecord.regex(/^[\u0020-\u007e]*$/);
const Cursor = z.strictObject({
  /** Names the question. */
  q: z.string(),
  /** The moment of which the whole walk is, RFC 3339. */
  at: z.iso.datetime().refine((at) => isAskable(Date.parse(at))),
  /** A child's id, and what tells its rows apart. */
  k: z.tuple([z.uuid()], text),
});

/** Where a walk through a list stands. */
export interface Place {
  at: Date;
  key: readonly [childId: string, ...more: string[]];
}

/** Before everything. */
export const FIRST_CHILD = '00000000-0000-0000-0000-000000000000';

/** @param question everything that a page depends on beside its place; another one's cursor is refused */
export function cursorOf(question: unknown, { at, key }: Place): string {
  const cursor: z.infer<typeof Cursor> = { q: nameOf(question), at: at.toISOString(), k: [...key] };
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** Null without a cursor. Throws a problem where it is none, or another question's. */
export function placeOf(cursor: string | undefined, question: unknown): Place | null {
  if (cursor === undefined) return null;
  const parsed = Cursor.safeParse(read(cursor));
  if (!parsed.success) throw notACursor(cursor);
  const { q, at, k } = parsed.data;
  if (q !== nameOf(question)) throw new ProblemError('wrong-cursor', { detail: WRONG });
  return { at: new Date(at), key: k };
}

/** Of a cursor that no answer gave. */
export function notACursor(cursor: string): ProblemError {
  const reason = 'give the cursor of an earlier answer as it was';
  const errors = [{ code: 'invalid-value', field: '/cursor', reason, found: kindOf(cursor) }];
  return new ProblemError('invalid-request', { detail: 'what is wrong is in the query', errors });
}

const WRONG =
  'this cursor belongs to other filters: ask with those it came from (Link: rel="next" has them), or begin without it';

function nameOf(question: unknown): string {
  return hashId(JSON.stringify(question)).slice(0, 18);
}

function read(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
