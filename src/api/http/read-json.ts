import { parseJson } from '../../intake/parse/parse-json.ts';
import type { App } from '../context.ts';
import { ProblemError } from '../problem.ts';

const EMPTY =
  'the body is empty, though Content-Type says JSON: send one, or leave Content-Type out where none is taken';

/** Bodies are read as events are: Fastify's own parser takes a field that stands twice, and keeps the last. */
export function readJson(app: App): void {
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => {
      if (body.length === 0) throw new ProblemError('invalid-request', { detail: EMPTY });
      const parsed = parseJson(body);
      if (parsed.ok) return parsed.value;
      throw new ProblemError('invalid-request', { detail: parsed.refusal.reason, errors: [parsed.refusal] });
    },
  );
}
