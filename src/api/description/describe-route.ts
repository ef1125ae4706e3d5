import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { MAX_EVENT_BYTES } from '../../intake/parse/too-large.ts';
import type { ApiLimits } from '../deps.ts';
import { headersOf, requestHeaders, type ResponseHeader } from './header-fields.ts';

type RouteInput = Parameters<typeof jsonSchemaTransform>[0];
type RouteOutput = ReturnType<typeof jsonSchemaTransform>;

/** A route as the API's description shows it: its schemas, who may call it, and what it takes. */
export function describeRoute(route: RouteInput, limits: ApiLimits): RouteOutput {
  const access = route.route.config?.access;
  if (route.url.startsWith('/reference')) return { schema: { hide: true }, url: route.url };
  const described = jsonSchemaTransform(route);
  const schema: Record<string, unknown> = { ...described.schema };
  schema['security'] = access === 'public' ? [] : [{ token: access === 'any' ? [] : [access] }];
  const answers = withHeaders(described.schema['response'], route.schema?.response);
  schema['response'] = answers;
  schema['headers'] = { type: 'object', properties: requestHeaders(route.url, Object.keys(answers)) };
  if (route.url === '/v1/records') {
    schema['body'] = recordsBody();
    schema['description'] =
      `${String(schema['description'])}\n\nLimits: ${MAX_EVENT_BYTES} bytes an event; ${limits.batchEvents} events ` +
      `and ${limits.batchBytes} bytes a batch; an NDJSON stream has no limit; ${limits.recordsPerMinute} records a ` +
      'minute for one client.';
  }
  return { ...described, schema };
}

/** The transform leaves out what header fields a route says that an answer carries. */
function withHeaders(answers: unknown, said: unknown): Record<string, object> {
  const own = said as Record<string, { headers?: readonly ResponseHeader[] }>;
  return Object.fromEntries(
    Object.entries(answers as Record<string, object>).map(([status, answer]) => [
      status,
      { ...answer, headers: headersOf(status, own[status]?.headers) },
    ]),
  );
}

/** In place: @fastify/swagger takes a reference to a header for one to its schema. */
export function mendHeaderReferences(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [name, value] of Object.entries(node as Record<string, unknown>)) {
    if (name !== 'headers') mendHeaderReferences(value);
    else for (const header of Object.values(value as object)) mend(header as Record<string, unknown>);
  }
}

function mend(header: Record<string, unknown>): void {
  const { $ref } = (header['schema'] ?? {}) as { $ref?: string };
  if ($ref?.startsWith('#/components/headers/') !== true) return;
  delete header['schema'];
  header['$ref'] = $ref;
}

/** Not checked by Fastify, which would read a body as a whole: intake checks event by event. */
function recordsBody(): object {
  const event = { $ref: '#/components/schemas/CloudEvent' };
  return {
    content: {
      'application/cloudevents+json': { schema: event },
      'application/cloudevents-batch+json': { schema: { type: 'array', items: event } },
      'application/x-ndjson': { schema: { ...event, description: 'One event a line' } },
      'application/json': {
        schema: { type: 'object', description: 'The record alone; the event’s attributes in ce-* headers' },
      },
    },
  };
}
