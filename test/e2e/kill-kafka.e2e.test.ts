import { describe } from '@jest/globals';
import { killsOnKafka } from './support/kill-suites.ts';

describe('a service killed under load', () => {
  killsOnKafka({ rounds: 10, restarts: 1, limitMs: 180_000 });
});
