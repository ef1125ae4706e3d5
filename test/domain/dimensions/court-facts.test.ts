import { describe, expect, it } from '@jest/globals';
import type { RecordData } from '../../../src/contracts/records/index.ts';
import { courtFacts } from '../../../src/domain/dimensions/court-facts.ts';
import { factsFrom, record } from '../../support/records.ts';

const hearing = (data: Partial<RecordData<'eoir.hearing'>>) =>
  courtFacts(factsFrom(record('eoir.hearing', 'h', { data })));
const decision = (data: Partial<RecordData<'eoir.decision'>>) =>
  courtFacts(factsFrom(record('eoir.decision', 'd', { data })));

describe('decisions', () => {
  it.each<[string, Partial<RecordData<'eoir.decision'>>, string, string]>([
    ['in absentia', { inAbsentia: 'yes' }, 'ordered-in-absentia', 'in-absentia-order'],
    [
      'in absentia before a completion B',
      { inAbsentia: 'yes', otherCompletionCode: 'B' },
      'ordered-in-absentia',
      'in-absentia-order',
    ],
    ['other completion B', { otherCompletionCode: 'B' }, 'failed-to-appear', 'closed-for-failure-to-appear'],
    ['not in absentia', { inAbsentia: 'no' }, 'completed', 'decided'],
    ['another completion', { otherCompletionCode: 'A' }, 'completed', 'decided'],
    ['a decision code B is not a completion B', { decisionCode: 'B' }, 'completed', 'decided'],
  ])('%s', (_title, data, value, rule) => {
    expect(decision(data).dispositives).toMatchObject([{ key: 'eoir.decision/d', value, rule }]);
    expect(decision(data).reopenings).toEqual([]);
  });

  it.each(['C', 'T'] as const)(
    'other completion %s is no end: the proceeding goes on in another court',
    (code) => {
      const moved = decision({ decisionCode: undefined, otherCompletionCode: code, decidedOn: '2025-03-01' });
      expect(moved).toMatchObject({ dispositives: [], reopenings: [], known: [{ key: 'eoir.decision/d' }] });
      expect(moved.moves).toEqual([
        { key: 'eoir.decision/d', day: '2025-03-01', from: Date.parse('2025-03-01T05:00:00Z') },
      ]);
    },
  );

  it.each<[string, Partial<RecordData<'eoir.decision'>>, string]>([
    ['a decision C, a conditional grant', { decisionCode: 'C' }, 'completed'],
    ['a decision T, terminated', { decisionCode: 'T' }, 'completed'],
    ['a decision beside completion C', { decisionCode: 'D', otherCompletionCode: 'C' }, 'completed'],
    [
      'an order in absentia beside completion T',
      { decisionCode: undefined, otherCompletionCode: 'T', inAbsentia: 'yes' },
      'ordered-in-absentia',
    ],
    ...(['A', 'F', 'H', 'J', 'K', 'M', 'O', 'P', 'U', 'X', 'Y'] as const).map(
      (code): [string, Partial<RecordData<'eoir.decision'>>, string] => [
        `another completion ${code}`,
        { decisionCode: undefined, otherCompletionCode: code },
        'completed',
      ],
    ),
  ])('%s is an end', (_title, data, value) => {
    expect(decision(data)).toMatchObject({ moves: [], dispositives: [{ value }] });
  });

  it.each(['MA', 'O', 'RD'] as const)('a granted motion %s reopens', (motionCode) => {
    const found = decision({ motionCode, decisionCode: 'G', decidedOn: '2025-03-01' });
    expect(found.reopenings).toEqual([
      { key: 'eoir.decision/d', day: '2025-03-01', from: Date.parse('2025-03-01T05:00:00Z') },
    ]);
    expect(found.dispositives).toEqual([]);
  });

  it.each<[string, Partial<RecordData<'eoir.decision'>>]>([
    ['a reopening that is denied', { motionCode: 'O', decisionCode: 'D' }],
    ['another motion that is granted', { motionCode: 'C', decisionCode: 'G' }],
    ['another motion, though in absentia', { motionCode: 'C', decisionCode: 'G', inAbsentia: 'yes' }],
  ])('%s changes nothing, but shows that EOIR has something', (_title, data) => {
    const found = decision(data);
    expect(found).toMatchObject({ dispositives: [], reopenings: [] });
    expect(found.known).toHaveLength(1);
  });
});

describe('hearings', () => {
  it.each(['set', 'moved'] as const)('%s: one is scheduled, from the moment of its setting', (state) => {
    const found = hearing({
      state,
      scheduledFor: '2025-06-01T13:00:00Z',
      occurredAt: '2025-05-01T13:00:00Z',
    });
    expect(found).toMatchObject({
      pending: [
        {
          day: '2025-06-01',
          scheduledFor: Date.parse('2025-06-01T13:00:00Z'),
          setAt: Date.parse('2025-05-01T13:00:00Z'),
        },
      ],
      outcomes: [],
    });
  });

  it('falls on its Eastern day', () => {
    expect(hearing({ state: 'held', scheduledFor: '2025-06-01T03:00:00Z' }).outcomes[0]!.day).toBe(
      '2025-05-31',
    );
  });

  it.each<[string, Partial<RecordData<'eoir.hearing'>>, boolean[]]>([
    ['held without code', { state: 'held' }, [true]],
    ['held with another code', { state: 'held', adjournmentCode: '01' }, [true]],
    ['held with 11', { state: 'held', adjournmentCode: '11' }, [false]],
    ['not held with 11', { state: 'not-held', adjournmentCode: '11' }, [false]],
    ['not held without code', { state: 'not-held' }, []],
    ['not held with another code', { state: 'not-held', adjournmentCode: '01' }, []],
  ])('%s: appeared %p', (_title, data, appeared) => {
    expect(hearing(data).outcomes.map((outcome) => outcome.appeared)).toEqual(appeared);
  });

  it.each(['09', '10', '16', '33', '38', '49'] as const)(
    'held with %s did not go on and says nothing',
    (code) => {
      expect(hearing({ state: 'held', adjournmentCode: code }).outcomes).toEqual([]);
    },
  );

  it.each(['set', 'moved'] as const)('%s with a reason of adjournment is no outcome', (state) => {
    expect(hearing({ state, adjournmentCode: '9A' }).outcomes).toEqual([]);
  });
});

describe('cases', () => {
  it('begin on the day of receipt', () => {
    const found = courtFacts(factsFrom(record('eoir.case', 'c', { data: { receivedOn: '2025-03-01' } })));
    expect(found).toMatchObject({ cases: [{ key: 'eoir.case/c', day: '2025-03-01' }], dispositives: [] });
  });

  it('are completed on the day they are closed', () => {
    const found = courtFacts(factsFrom(record('eoir.case', 'c', { data: { closedOn: '2025-04-01' } })));
    expect(found.dispositives).toMatchObject([
      { day: '2025-04-01', value: 'completed', rule: 'case-closed' },
    ]);
  });
});
