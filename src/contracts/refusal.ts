import type { z } from 'zod';
import { neverTakenIn } from './never-taken-in.ts';

/**
 * Why something was refused: what is wrong, where, and what to do. Never the value itself, since a refused value
 * may be a child's name: only what kind of value it was.
 */
export interface Refusal {
  /** Stable, for machines: `unknown-field`, `never-taken-in`, `missing-field`, `wrong-type`, `invalid-value`, … */
  code: string;
  /** JSON Pointer (RFC 6901), '' for the whole: into the record; from intake into the event, its record under `/data`. */
  field: string;
  /** What is wrong and the remedy, in a sentence. */
  reason: string;
  /** Kind of the value found: `string(12)`, `number`, `absent`, … */
  found: string;
}

/** zod's issues in our words; `input` is looked at only for the kind of what stands at the place. */
export function refusalsOf(error: z.ZodError, input: unknown): Refusal[] {
  return error.issues.flatMap((issue) => refusalsOfIssue(issue, input)).slice(0, 20);
}

function refusalsOfIssue(issue: z.core.$ZodIssue, input: unknown): Refusal[] {
  const value = issue.path.reduce<unknown>(childOf, input);
  const at = pointer(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const never = neverTakenIn(key);
      return {
        code: never === null ? 'unknown-field' : 'never-taken-in',
        field: `${at}/${pointerPart(key)}`,
        reason: never ?? 'this field is not part of the record type; leave it out',
        found: kindOf(childOf(value, key)),
      };
    });
  }
  const absent = value === undefined;
  const code = absent ? 'missing-field' : issue.code === 'invalid_type' ? 'wrong-type' : 'invalid-value';
  const reason = absent && issue.code !== 'custom' ? `this field is required: ${plain(issue)}` : plain(issue);
  return [{ code, field: at, reason, found: kindOf(value) }];
}

/** zod's own words for type errors carry no value; those of ours say the remedy. */
function plain(issue: z.core.$ZodIssue): string {
  return issue.message.replace(/^Invalid input: /, '').slice(0, 300);
}

function childOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<PropertyKey, unknown>)[key]
    : undefined;
}

/** The kind of a value, with its size, without the value. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `array(${value.length})`;
  return typeof value === 'string' ? `string(${value.length})` : typeof value;
}

function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${pointerPart(part)}`).join('');
}

/** A key that a sender made up may hold anything, such as an A-number, so only a plain one is repeated. */
function pointerPart(part: PropertyKey): string {
  const text = String(part);
  return /^[A-Za-z0-9_-]{1,40}$/.test(text) && !/\d{5}/.test(text) ? text : '(unnamed)';
}
