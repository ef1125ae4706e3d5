import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../context.ts';
import { sendProblem } from './error-handler.ts';
import { problemOf } from '../problem.ts';

const SEE_REFERENCE = 'the API’s description at /reference lists the paths';

/** 404, or 405 with Allow where the path is right and the method is not. */
export function answerNotFound(app: App, detail = SEE_REFERENCE): void {
  const methods = new Map<string, { pattern: RegExp; allowed: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    if (url.includes('*')) return;
    const pattern = new RegExp(`^${url.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`);
    const known = methods.get(url) ?? { pattern, allowed: new Set() };
    for (const one of [method].flat()) known.allowed.add(one);
    methods.set(url, known);
  });
  const answer = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const path = pathOf(request);
    const known = methods.get(path) ?? [...methods.values()].find(({ pattern }) => pattern.test(path));
    return known === undefined
      ? sendProblem(reply, problemOf('not-found', { detail }))
      : sendProblem(reply, problemOf('method-not-allowed'), { allow: [...known.allowed].sort().join(', ') });
  };
  // Before the body is read: what is wrong with it is not the question.
  app.addHook('onRequest', async (request, reply) => {
    const path = pathOf(request);
    const { url } = request.routeOptions;
    // A path of its own, such as /v1/children/search, is no /v1/children/:childId where the methods of that one are others.
    if (request.is404 || (url !== path && `${url}/` !== path && methods.has(path)))
      return answer(request, reply);
  });
  app.setNotFoundHandler(answer);
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0]!;
}
