import { asSchema, brokenPromises, resolve, type Json } from './grow.ts';

/** An AsyncAPI 3.0 document. */
export interface Published {
  document: Json;
  /** The JSON Schema at a path of the repository, of those that payloads refer to. */
  beside(path: string): Json;
}

/** What who reads the topics was promised before and would not find now: topics, messages, fields and headers; a sentence each. Pure. */
export function brokenTopics(before: Published, after: Published): string[] {
  const channels = asSchema(after.document['channels']);
  return Object.entries(asSchema(before.document['channels'])).flatMap(([topic, channel]) => {
    if (!Object.hasOwn(channels, topic)) return [`${topic}: is gone`];
    const now = asSchema(asSchema(channels[topic])['messages']);
    return Object.entries(asSchema(asSchema(channel)['messages'])).flatMap(([name, message]) => {
      const at = `${topic}/${name}`;
      if (!Object.hasOwn(now, name)) return [`${at}: is gone`];
      const [was, is] = [resolve(message, before.document), resolve(now[name], after.document)];
      return [
        ...brokenPart('headers', was, is, at, before, after),
        ...brokenPart('payload', was, is, at, before, after),
      ];
    });
  });
}

function brokenPart(
  part: 'headers' | 'payload',
  was: Json,
  is: Json,
  at: string,
  before: Published,
  after: Published,
): string[] {
  const [then, now] = [schemaOf(was[part], before), schemaOf(is[part], after)];
  // A raised version may break: the topic of the version before is another.
  if (then.schema['$id'] !== now.schema['$id']) return [];
  const roots = { before: then.root, after: now.root };
  return brokenPromises(then.schema, now.schema, roots).map((text) => `${at}/${part}${text}`);
}

/** A part as a schema, and the document that its references point into: a schema of its own where it is a file beside. */
function schemaOf(part: unknown, { document, beside }: Published): { schema: Json; root: Json } {
  const reference = asSchema(asSchema(part)['schema'])['$ref'];
  if (typeof reference !== 'string') return { schema: resolve(part, document), root: document };
  const schema = beside(reference.replace(/^\.\//, 'schemas/'));
  return { schema, root: schema };
}
