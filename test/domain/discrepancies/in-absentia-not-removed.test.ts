import { describe, expect, it } from '@jest/globals';
import type { RecordData } from '../../../src/contracts/records/index.ts';
import { courtFacts } from '../../../src/domain/dimensions/court-facts.ts';
import { factsFrom, record } from '../../support/records.ts';
import { found } from './contradictions.ts';

const rule = 'in-absentia-not-removed';
const decision = (data: Partial<RecordData<'eoir.decision'>>) =>
  record('eoir.decision', 'd', { data: { decidedOn: '2025-03-10', inAbsentia: 'yes', ...data } });

describe(rule, () => {
  it.each(['C', 'G', 'I', 'Q', 'R', 'T', 'U', 'V'] as const)(
    'shows a decision %s in absentia from its Eastern day on',
    (decisionCode) => {
      expect(found(rule, decision({ decisionCode }))).toEqual([
        'eoir: eoir.decision/d@eoir:test 2025-03-10T04:00 open',
      ]);
    },
  );

  it('… and the failure to appear is shown too', () => {
    expect(courtFacts(factsFrom(decision({ decisionCode: 'T' }))).dispositives).toMatchObject([
      { value: 'ordered-in-absentia' },
    ]);
  });

  it.each<[string, Partial<RecordData<'eoir.decision'>>]>([
    ['removed', { decisionCode: 'X' }],
    ['denied, or deported', { decisionCode: 'D' }],
    ['excluded, or withholding granted', { decisionCode: 'E' }],
    ['abandoned, or administratively closed', { decisionCode: 'A' }],
    ['no decision, but closed for failure to appear', { decisionCode: undefined, otherCompletionCode: 'B' }],
    ['terminated in its presence', { decisionCode: 'T', inAbsentia: 'no' }],
    ['terminated, and nothing said', { decisionCode: 'T', inAbsentia: undefined }],
    ['a motion granted', { decisionCode: 'G', motionCode: 'MA' }],
    ['withdrawn', { decisionCode: 'T', voided: true }],
  ])('%s: none', (_title, data) => {
    expect(found(rule, decision(data))).toEqual([]);
  });

  it.each<[string, Partial<RecordData<'eoir.decision'>>]>([
    ['that it was in its presence', { decisionCode: 'T', inAbsentia: 'no', version: 2 }],
    ['that it was removed', { decisionCode: 'X', version: 2 }],
  ])('is closed by a higher version that says %s', (_title, correction) => {
    expect(found(rule, decision({ decisionCode: 'T' }), decision(correction))).toEqual([]);
  });
});
