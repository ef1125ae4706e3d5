import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { refusalsOf } from '../../contracts/refusal.ts';
import { ProblemError } from '../problem.ts';

/** Checks a request's parts by zod; what is wrong is told in the words of refusals, which repeat nothing sent. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart }) =>
  (data: unknown) => {
    const result = schema.safeParse(data);
    if (result.success) return { value: result.data };
    const detail = `what is wrong is in the ${PARTS[httpPart ?? ''] ?? 'request'}`;
    return { error: new ProblemError('invalid-request', { detail, errors: refusalsOf(result.error, data) }) };
  };

const PARTS: Readonly<Record<string, string>> = {
  params: 'path',
  querystring: 'query',
  body: 'body',
  headers: 'headers',
};
