import { killsOnPostgres } from './support/kill-suites.ts';

killsOnPostgres({ rounds: 10, restarts: 1, limitMs: 600_000, pauseMs: 500 });
