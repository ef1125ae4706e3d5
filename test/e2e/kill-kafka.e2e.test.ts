import { killsOnKafka } from './support/kill-suites.ts';

await killsOnKafka({ rounds: 10, restarts: 1, limitMs: 600_000, pauseMs: 500 });
