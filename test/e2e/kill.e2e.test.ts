import { describe } from '@jest/globals';
import { killsOnPostgres } from './support/kill-suites.ts';

describe('a service killed under load', () => {
  killsOnPostgres({ rounds: 10, restarts: 1, limitMs: 180_000 });
});
