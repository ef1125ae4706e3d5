import { describe } from '@jest/globals';
import { itCountsAsTheAuditorsDid } from './support/national-run.ts';

describe('the auditors’ table of the scenario fy2019-2023', () => {
  itCountsAsTheAuditorsDid({ children: 3_000, seed: 'rollcall', limitMs: 600_000 });
});
