import { z } from 'zod';
import type { App } from '../context.ts';

const None = z.strictObject({});

/** A query where a route takes none is a mistake of the sender's, not to be passed over. Public routes are asked by machines of any habit. */
export function refuseQueries(app: App): void {
  app.addHook('onRoute', (route) => {
    if (route.config?.access === 'public') return;
    route.schema = { querystring: None, ...route.schema };
  });
}
