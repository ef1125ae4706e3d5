import type { Wiring } from '../cli/wiring.ts';

/** The one place that builds things from `Config`, loaded when asked for: `--help` or `status` need neither server nor database. */
export const wiring: Wiring = {
  openService: async (config, options) => (await import('./open-service.ts')).openService(config, options),
  openStore: async (config, options) => (await import('./open-store.ts')).openStore(config, options),
};
