import { describe, expect, it } from '@jest/globals';
import { record } from '../../support/records.ts';
import { found } from './contradictions.ts';

const rule = 'answer-from-nobody';
const call = (data: object) =>
  record('hhs.wellbeing-call', 'w', { data: { attemptedAt: '2025-04-02T15:00:00Z', ...data } });
const wrong = call({ reached: 'nobody', livingWithSponsor: 'yes', addressMatches: 'yes' });

describe(rule, () => {
  it('shows a call that reached nobody and says that the child lives with the sponsor, from its moment on', () => {
    expect(found(rule, wrong)).toEqual(['hhs: hhs.wellbeing-call/w@hhs:test 2025-04-02T15:00 open']);
  });

  it.each<[string, object]>([
    ['that reached someone', { reached: 'sponsor', livingWithSponsor: 'yes' }],
    ['that says nothing of it', { reached: 'nobody' }],
    // A neighbour may have.
    ['that says no', { reached: 'nobody', livingWithSponsor: 'no' }],
  ])('shows nothing of a call %s', (_title, data) => {
    expect(found(rule, call(data))).toEqual([]);
  });

  it('is closed by a higher version', () => {
    expect(found(rule, wrong, call({ version: 2, reached: 'both', livingWithSponsor: 'yes' }))).toEqual([]);
    expect(found(rule, wrong, call({ version: 2, reached: 'nobody', voided: true }))).toEqual([]);
  });
});
