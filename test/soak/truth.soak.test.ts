import { describe } from '@jest/globals';
import { itTellsTheTruth } from '../e2e/support/truth-run.ts';
import { say, wish } from './say.ts';

const HOUR_MS = 3_600_000;

describe('the simulator’s truth and the API’s answers', () => {
  const children = wish('ROLLCALL_TEST_CHILDREN', 100_000);
  itTellsTheTruth({ children: 20_000, seed: 'soak', limitMs: HOUR_MS, say });
  itTellsTheTruth({ children, seed: 'soak-large', limitMs: 4 * HOUR_MS, say });
});
