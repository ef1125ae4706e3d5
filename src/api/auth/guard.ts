import type { FastifyInstance, RouteOptions } from 'fastify';
import { ProblemError } from '../problem.ts';
import type { VerifyToken } from './verify-token.ts';

/**
 * Lets nobody in whom the route's `access` does not let in. A route that says nothing keeps the server from
 * starting: forgetting is not a way to be public.
 */
export function guard(app: FastifyInstance, verifyToken: VerifyToken): void {
  app.decorateRequest('caller', null);

  const routes: RouteOptions[] = [];
  app.addHook('onRoute', (route) => {
    routes.push(route);
  });
  app.addHook('onReady', async () => {
    const open = routes.filter((route) => route.config?.access === undefined).map((route) => route.url);
    if (open.length > 0) throw new Error(`routes without access: ${open.join(', ')}`);
  });

  app.addHook('onRequest', async (request) => {
    const access = request.is404 ? 'public' : request.routeOptions.config.access;
    if (access === 'public') return;
    const token = /^Bearer ([\w.~+/=-]{1,8192})$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) {
      const challenge = 'Bearer realm="rollcall"';
      const detail =
        'send Authorization: Bearer <token>; rollcall token prints one where the issuer is local';
      throw new ProblemError('unauthenticated', { detail, headers: { 'www-authenticate': challenge } });
    }
    const verdict = await verifyToken(token);
    if (!verdict.ok) {
      const challenge = `Bearer realm="rollcall", error="invalid_token"`;
      throw new ProblemError('unauthenticated', {
        detail: verdict.reason,
        headers: { 'www-authenticate': challenge },
      });
    }
    request.caller = verdict.caller;
    if (access === 'any' || (access !== undefined && verdict.caller.scopes.has(access))) return;
    const challenge = `Bearer realm="rollcall", error="insufficient_scope", scope="${String(access)}"`;
    throw new ProblemError('insufficient-scope', {
      detail: `this needs the scope ${String(access)}`,
      headers: { 'www-authenticate': challenge },
    });
  });
}
