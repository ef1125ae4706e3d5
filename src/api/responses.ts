import type { z } from 'zod';
import type { ResponseHeader } from './description/header-fields.ts';
import { Problem, PROBLEM_TYPE, problemKinds, type ProblemKind } from './problem.ts';

/** The schema of one response, as Fastify and the API's description take it, and the header fields that it carries of its own. */
export function json<T extends z.ZodType>(description: string, schema: T, ...headers: ResponseHeader[]) {
  return { description, headers, content: { 'application/json': { schema } } };
}

/** The problems that a route may answer with, besides those that any may. */
export function problems(...kinds: ProblemKind[]) {
  const titles = new Map<number, string[]>();
  for (const kind of [...kinds, ...ANY]) {
    const { status, title } = problemKinds[kind];
    titles.set(status, [...(titles.get(status) ?? []), title]);
  }
  return Object.fromEntries(
    [...titles].map(([status, texts]) => [
      status,
      { description: texts.join('; or: '), content: { [PROBLEM_TYPE]: { schema: Problem } } },
    ]),
  );
}

/** What a route that reads a body may answer with, whatever the body is for. */
export const bodyProblems = [
  'timeout',
  'too-large',
  'unsupported-media-type',
] as const satisfies readonly ProblemKind[];

const ANY: readonly ProblemKind[] = [
  'invalid-request',
  'unauthenticated',
  'insufficient-scope',
  'internal',
  'unavailable',
];
