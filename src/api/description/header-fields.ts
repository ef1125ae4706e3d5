import { EventAttributes } from '../../contracts/envelope.ts';
import { eventSchemas } from './event-schemas.ts';

const text = { type: 'string' };

/** The fields that answers carry, as OpenAPI has them in `components.headers`; a required one is in every answer that names it. */
export const responseHeaders = {
  'Cache-Control': {
    required: true,
    description: 'What is said of a child is not for caches',
    schema: { type: 'string', const: 'no-store' },
  },
  'Content-Disposition': { description: 'Of the CSV form: a name for the file', schema: text },
  ETag: {
    required: true,
    description: 'Names what is said, strongly (RFC 9110 §8.8.3): give it as If-None-Match',
    schema: text,
  },
  Link: {
    description: 'Where there is more: `<address of the next page>; rel="next"` (RFC 8288)',
    schema: text,
  },
  Location: {
    required: true,
    description: 'The same question about the child that this id leads to',
    schema: { type: 'string', format: 'uri-reference' },
  },
  'Retry-After': {
    required: true,
    description: 'Seconds to wait before the same is sent again (RFC 9110 §10.2.3)',
    schema: { type: 'integer', minimum: 1 },
  },
  Vary: {
    required: true,
    description: 'Without `format` the form of the answer depends on this field',
    schema: { type: 'string', const: 'Accept' },
  },
  'WWW-Authenticate': {
    description: 'Bearer challenge (RFC 6750 §3): what is wrong with the token, or which scope is needed',
    schema: text,
  },
} as const;
export type ResponseHeader = keyof typeof responseHeaders;

/** What an answer of a status carries whatever it is about. */
const byStatus: Readonly<Record<string, readonly ResponseHeader[]>> = {
  304: ['ETag'],
  308: ['Location'],
  401: ['WWW-Authenticate'],
  403: ['WWW-Authenticate'],
  429: ['Retry-After'],
  503: ['Retry-After'],
};

/**
 * @param own what the route says that its answer carries besides
 * @returns name → reference into `components.headers`
 */
export function headersOf(
  status: string,
  own: readonly ResponseHeader[] = [],
): Record<string, { $ref: string }> {
  const names = ['Cache-Control', ...(byStatus[status] ?? []), ...own];
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** JSON Schema of the fields that the API reads of a request, besides those that OpenAPI tells elsewhere (Accept, Authorization, Content-Type). */
export function requestHeaders(url: string, statuses: readonly string[]): Record<string, object> {
  if (url === '/v1/records') return { ...prefer, ...binaryMode() };
  return statuses.includes('304') ? ifNoneMatch : {};
}

const ifNoneMatch = {
  'If-None-Match': {
    ...text,
    description: 'ETags that you have, or `*`: 304 where one still holds (RFC 9110 §13.1.2)',
  },
};

const prefer = {
  Prefer: {
    ...text,
    description: '`return=minimal` (RFC 7240): of an NDJSON stream, lines for conflicts and rejections only',
  },
};

/** CloudEvents HTTP protocol binding 1.0.2 §3.1: the attributes of the event beside which the body is the record. */
function binaryMode(): Record<string, object> {
  const { properties } = eventSchemas()['CloudEvent'] as { properties: Record<string, object> };
  const names = Object.keys(EventAttributes.shape).filter((name) => name !== 'datacontenttype');
  return Object.fromEntries(
    names.map((name) => [
      `ce-${name}`,
      { ...properties[name], description: `Binary mode: the event’s \`${name}\`, percent-encoded` },
    ]),
  );
}
