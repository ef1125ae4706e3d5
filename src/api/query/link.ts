import type { FastifyReply } from 'fastify';

type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** A path with its query; what is undefined is left out, and a list becomes commas. */
export function pathWith(path: string, query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return `${path}?${parameters.toString()}`;
}

/** Say where the next page is (RFC 8288): the same question, further on. */
export function linkNext(reply: FastifyReply, path: string, query: Query): void {
  reply.header('link', `<${pathWith(path, query)}>; rel="next"`);
}
