import { z } from 'zod';
import type { App } from '../context.ts';
import type { ApiDeps } from '../deps.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import { json } from '../responses.ts';

const Readiness = z.object({
  ready: z.boolean(),
  checks: z.record(z.string(), z.enum(['ok', 'failed', 'closing'])),
});
const CHECK_MS = 2000;

export type HealthDeps = Pick<ApiDeps, 'readiness' | 'metrics'>;

/** @param closing aborted when the server begins to close */
export function healthRoutes(app: App, { deps, closing }: { deps: HealthDeps; closing: AbortSignal }): void {
  // Both ask database and log, and whoever asks needs no token.
  const checkAll = oneAtATime(() => outcomes(deps.readiness));
  const scrape = oneAtATime(() => deps.metrics.metrics());

  app.get(
    '/livez',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'livez',
        summary: 'Whether the process is alive',
        tags: ['health'],
        response: { 200: json('It is', z.object({ alive: z.literal(true) })) },
      },
    },
    async () => ({ alive: true as const }),
  );

  app.get(
    '/readyz',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'readyz',
        summary: 'Whether requests can be answered: the database, the log and the migrations',
        tags: ['health'],
        response: { 200: json('Ready', Readiness), 503: json('Not ready; try again later', Readiness) },
      },
    },
    async (_request, reply) => {
      const checks = closing.aborted ? { server: 'closing' as const } : await checkAll();
      const ready = Object.values(checks).every((state) => state === 'ok');
      if (!ready) reply.header('retry-after', '2');
      return reply.code(ready ? 200 : 503).send({ ready, checks });
    },
  );

  app.get(
    '/metrics',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'metrics',
        summary: 'Metrics in the Prometheus text format',
        tags: ['health'],
        response: {
          200: { description: 'Metrics', content: { 'text/plain': { schema: z.string() } } },
        },
      },
    },
    async (_request, reply) => {
      reply.type(deps.metrics.contentType);
      return reply.send(await scrape());
    },
  );
}

async function outcomes(readiness: HealthDeps['readiness']): Promise<Record<string, 'ok' | 'failed'>> {
  const all = readiness.map(async ({ name, check }) => [name, await outcome(check)] as const);
  return Object.fromEntries(await Promise.all(all));
}

async function outcome(check: () => Promise<void>): Promise<'ok' | 'failed'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'failed'>((resolve) => {
    timer = setTimeout(() => resolve('failed'), CHECK_MS);
  });
  const checked = check().then(
    () => 'ok' as const,
    () => 'failed' as const,
  );
  const first = await Promise.race([checked, late]);
  clearTimeout(timer);
  return first;
}
