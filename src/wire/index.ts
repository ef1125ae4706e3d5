import type { Wiring } from '../cli/wiring.ts';
import { openService } from './open-service.ts';
import { openStore } from './open-store.ts';

/** The one place that builds things from `Config`. */
export const wiring: Wiring = { openService, openStore };
