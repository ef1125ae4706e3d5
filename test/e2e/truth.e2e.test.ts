import { describe } from '@jest/globals';
import { itTellsTheTruth } from './support/truth-run.ts';

describe('the simulator’s truth and the API’s answers', () => {
  itTellsTheTruth({ children: 20_000, seed: 'truth', limitMs: 900_000 });
});
