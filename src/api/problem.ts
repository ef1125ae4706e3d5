import { z } from 'zod';
import type { Refusal } from '../contracts/refusal.ts';

/** Every kind of problem there is: docs/api.md says of each what to do. The types are stable. */
export const problemKinds = {
  'invalid-request': { status: 400, title: 'The request cannot be read' },
  'invalid-event': { status: 400, title: 'The event cannot be read' },
  'wrong-cursor': { status: 400, title: 'The cursor does not belong here' },
  unauthenticated: { status: 401, title: 'A valid access token is needed' },
  'insufficient-scope': { status: 403, title: 'The token does not allow this' },
  'foreign-record': { status: 403, title: 'The record is not this agency’s to say' },
  'foreign-feed': { status: 403, title: 'The feed is not this agency’s' },
  'foreign-obligation': { status: 403, title: 'The duty is not this agency’s' },
  withheld: { status: 403, title: 'This is not told to whom the token speaks for' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'unknown-child': { status: 404, title: 'No child is known by this id' },
  'unknown-feed': { status: 404, title: 'No feed is known by this id' },
  'unknown-obligation': { status: 404, title: 'The child has no such duty' },
  'unknown-act': { status: 404, title: 'This agency has no such act' },
  'not-known-then': { status: 404, title: 'Nothing of this child had been received by then' },
  'several-children-then': {
    status: 409,
    title: 'By what was known then this child was several',
  },
  'several-children': {
    status: 409,
    title: 'The record that this id was made of told of another child before it was corrected',
  },
  'waiting-child': {
    status: 409,
    title: 'What this id was made of belongs to no child until a person decides',
  },
  'yielded-child': { status: 409, title: 'An act needs the id by which the child is known now' },
  'moved-child': { status: 308, title: 'The child is known by another id now' },
  'method-not-allowed': { status: 405, title: 'This method is not offered here' },
  timeout: { status: 408, title: 'The request took too long to arrive' },
  'obligation-closed': { status: 409, title: 'The duty is met, or no longer applies' },
  'act-conflict': { status: 409, title: 'Another act has this id, or it was taken back' },
  'event-conflict': { status: 409, title: 'The event was sent before with other content; both are kept' },
  'too-large': { status: 413, title: 'Too much at once' },
  'unsupported-media-type': { status: 415, title: 'This media type is not taken here' },
  'unmet-expectation': { status: 417, title: 'The request expects what is not offered here' },
  'invalid-record': { status: 422, title: 'The record does not fit its contract' },
  'invalid-manifest': { status: 422, title: 'The manifest does not fit its contract' },
  'quota-exceeded': { status: 429, title: 'The client’s quota is used up' },
  'headers-too-large': { status: 431, title: 'The request’s headers are too large' },
  internal: { status: 500, title: 'The service failed' },
  unavailable: { status: 503, title: 'The service cannot answer now' },
} as const;
export type ProblemKind = keyof typeof problemKinds;

const RefusalShape = z.object({
  code: z.string().max(60),
  field: z.string().max(200).describe('JSON Pointer (RFC 6901) to what is wrong'),
  reason: z.string().max(400).describe('What is wrong and the remedy'),
  found: z.string().max(60).describe('Kind of the value found, never the value'),
});

/** RFC 9457. */
export const Problem = z
  .object({
    type: z.string().max(80).describe('urn:rollcall:problem:<kind>, see docs/api.md'),
    title: z.string().max(120),
    status: z.int().min(100).max(599),
    detail: z.string().max(500).optional(),
    requestId: z.string().max(64).optional().describe('Names this request in the service’s own log'),
    errors: z.array(RefusalShape).max(20).optional(),
    receivedOn: z.iso
      .date()
      .optional()
      .describe('Of a record kept all the same: the day on which a manifest counts it'),
  })
  .meta({
    id: 'Problem',
    examples: [
      {
        type: 'urn:rollcall:problem:invalid-request',
        title: 'The request cannot be read',
        status: 400,
        detail: 'what is wrong is in the query',
        errors: [{ code: 'invalid-value', field: '/limit', reason: 'use 500 or less', found: 'string(5)' }],
        requestId: '0e2c6b1e-7f6f-4b1a-9d2e-000000000001',
      },
    ],
  });
export type Problem = z.infer<typeof Problem>;

export const PROBLEM_TYPE = 'application/problem+json';

/** @param detail never holds anything of what was sent */
export function problemOf(
  kind: ProblemKind,
  more: { detail?: string; errors?: readonly Refusal[]; requestId?: string } = {},
): Problem {
  const { status, title } = problemKinds[kind];
  return {
    type: `urn:rollcall:problem:${kind}`,
    title,
    status,
    ...(more.detail === undefined ? {} : { detail: more.detail }),
    ...(more.requestId === undefined ? {} : { requestId: more.requestId }),
    ...(more.errors === undefined ? {} : { errors: [...more.errors] }),
  };
}

/** Thrown by a route to end its request with a problem. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly kind: ProblemKind;
  readonly more: { detail?: string; errors?: readonly Refusal[] };
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    kind: ProblemKind,
    more: { detail?: string; errors?: readonly Refusal[]; headers?: Record<string, string> } = {},
  ) {
    super(kind);
    this.kind = kind;
    this.more = more;
    this.headers = more.headers ?? {};
  }
}

/** The problem of a refused event, by its first refusal. */
export function problemOfRefusals(refusals: readonly Refusal[]): Problem {
  return problemOf(kindOfRefusal(refusals[0]?.code ?? ''), { errors: refusals });
}

export function kindOfRefusal(code: string): ProblemKind {
  if (code === 'too-large') return 'too-large';
  if (code === 'foreign-source' || code === 'foreign-type') return 'foreign-record';
  return code === 'invalid-json' || code === 'invalid-utf8' || code === 'invalid-text'
    ? 'invalid-event'
    : 'invalid-record';
}
