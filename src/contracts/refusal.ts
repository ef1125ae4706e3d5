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

/** So many are told of at most. */
const MOST = 20;

/**
 * zod's issues in our words, one a field: the last says most of it. `input` is looked at only for the kind of what stands at the place.
 */
export function refusalsOf(error: z.ZodError, input: unknown): Refusal[] {
  const refusals = error.issues.flatMap((issue) => refusalsOfIssue(issue, input));
  return [...new Map(refusals.map((refusal) => [refusal.field, refusal])).values()].slice(0, MOST);
}

function refusalsOfIssue(issue: z.core.$ZodIssue, input: unknown): Refusal[] {
  const value = issue.path.reduce<unknown>(childOf, input);
  const at = pointer(issue.path);
  if (issue.code === 'unrecognized_keys') {
    // A sender chooses how many there are: a million would hold up everyone else for seconds.
    return issue.keys.slice(0, MOST).map((key) => {
      const never = neverTakenIn(key);
      return {
        code: never === null ? 'unknown-field' : 'never-taken-in',
        field: `${at}/${pointerPart(key)}`,
        reason: never ?? 'no field of this name is taken here; leave it out',
        found: kindOf(childOf(value, key)),
      };
    });
  }
  const absent = value === undefined;
  const code = absent ? 'missing-field' : issue.code === 'invalid_type' ? 'wrong-type' : 'invalid-value';
  const said = reasonOf(issue, value).slice(0, LONGEST);
  const reason = absent && issue.code !== 'custom' ? `this field is required: ${said}` : said;
  return [{ code, field: at, reason, found: kindOf(value) }];
}

const LONGEST = 300;
const UUID = 'use a UUID, such as 0e2c6b1e-7f6f-8b1a-9d2e-000000000001';
const TYPES: Readonly<Record<string, string>> = {
  string: 'use a text',
  number: 'use a number',
  int: 'use a whole number',
  boolean: 'use true or false',
  object: 'use an object',
  record: 'use an object',
  array: 'use a list',
};

/** What to do. A schema's own words say it; zod's say what it expected, so those are put in ours. None holds the value. */
function reasonOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (!/^(Invalid (input|option|UUID)|Too (small|big))/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      if (issue.expected === 'string' && Array.isArray(value)) return 'give it once';
      // JSON.parse makes Infinity of what no double holds (RFC 8259 §6).
      if (issue.expected === 'number' && typeof value === 'number') return 'use a number nearer to 0';
      return TYPES[issue.expected] ?? issue.message;
    case 'invalid_value':
      return oneOf(issue.values.map(String));
    case 'too_small':
      return bound(issue.origin, String(issue.minimum), 'or more');
    case 'too_big':
      return bound(issue.origin, String(issue.maximum), 'or less');
    case 'invalid_format':
      return issue.format === 'uuid' ? UUID : issue.message;
    default:
      return issue.message;
  }
}

function oneOf(values: readonly string[]): string {
  const text = values.length === 1 ? `use ${values[0]}` : `use one of ${values.join(', ')}`;
  return text.length <= LONGEST ? text : 'use one of the values that the description at /reference lists';
}

function bound(origin: string, limit: string, which: string): string {
  if (origin === 'string') return `use ${limit} characters ${which}`;
  return origin === 'array' ? `give ${limit} ${which}` : `use ${limit} ${which}`;
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

/** RFC 6901. */
export function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${pointerPart(part)}`).join('');
}

/**
 * A key that a sender made up may hold anything, such as an A-number or a birthday with hyphens, so only a plain one is repeated. A
 * number is a place in a list.
 */
function pointerPart(part: PropertyKey): string {
  const text = String(part);
  if (typeof part === 'number') return text;
  return /^[A-Za-z0-9_-]{1,40}$/.test(text) && !/(\d\D*){5}/.test(text) ? text : '(unnamed)';
}
