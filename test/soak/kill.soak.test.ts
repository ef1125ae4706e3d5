import { killsOnKafka, killsOnPostgres } from '../e2e/support/kill-suites.ts';
import { say, wish } from './say.ts';

const rounds = wish('ROLLCALL_TEST_ROUNDS', 50);
const restarts = wish('ROLLCALL_TEST_RESTARTS', 5);
killsOnPostgres({ rounds, restarts, limitMs: 3_600_000, say });
await killsOnKafka({ rounds, restarts, limitMs: 3_600_000, say });
