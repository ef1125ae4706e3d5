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
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0]!;
    const allowed = [...methods.values()].find(({ pattern }) => pattern.test(path))?.allowed;
    return allowed === undefined
      ? sendProblem(reply, problemOf('not-found', { detail }))
      : sendProblem(reply, problemOf('method-not-allowed'), { allow: [...allowed].sort().join(', ') });
  });
}
