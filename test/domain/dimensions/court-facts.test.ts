import { describe, expect, it } from '@jest/globals';
import type { RecordData } from '../../../src/contracts/records/index.ts';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { courtFacts, firstReopening } from '../../../src/domain/dimensions/court-facts.ts';
import { factsFrom, record, someANumber } from '../../support/records.ts';

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
    expect(decision(data).dispositives).toMatchObject([{ key: 'eoir.decision/d@eoir:test', value, rule }]);
    expect(decision(data).reopenings).toEqual([]);
  });

  it.each(['C', 'T'] as const)(
    'other completion %s is no end: the proceeding goes on in another court',
    (code) => {
      const moved = decision({ decisionCode: undefined, otherCompletionCode: code, decidedOn: '2025-03-01' });
      expect(moved).toMatchObject({
        dispositives: [],
        reopenings: [],
        known: [{ key: 'eoir.decision/d@eoir:test' }],
      });
      expect(moved.moves).toMatchObject([
        { key: 'eoir.decision/d@eoir:test', day: '2025-03-01', from: Date.parse('2025-03-01T05:00:00Z') },
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

  it.each(['MA', 'MC', 'O', 'RD', 'SA', 'VO'] as const)('a granted motion %s reopens', (motionCode) => {
    const found = decision({ motionCode, decisionCode: 'G', decidedOn: '2025-03-01' });
    expect(found.reopenings).toMatchObject([
      { key: 'eoir.decision/d@eoir:test', day: '2025-03-01', from: Date.parse('2025-03-01T05:00:00Z') },
    ]);
    expect(found.dispositives).toEqual([]);
  });

  it.each<[string, Partial<RecordData<'eoir.decision'>>]>([
    ['a reopening that is denied', { motionCode: 'O', decisionCode: 'D' }],
    ['another motion that is granted', { motionCode: 'FD', decisionCode: 'G' }],
    ['a motion to recalendar a case that is not off the calendar', { motionCode: 'C', decisionCode: 'G' }],
    ['another motion, though in absentia', { motionCode: 'FD', decisionCode: 'G', inAbsentia: 'yes' }],
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

  it.each([
    ...(['09', '10', '16', '33', '38', '49', '50'] as const),
    ...(['19', '34', '35', '3A', '3B', '55', '59', '5A', '74', '8A', '99', '9A', '9B', '9C', '9V'] as const),
    ...(['25', '41', '64'] as const),
  ])('held with %s did not go on and says nothing', (code) => {
    expect(hearing({ state: 'held', adjournmentCode: code }).outcomes).toEqual([]);
  });

  it.each(['CN', 'CD', 'MT'] as const)(
    'a conference held (%s) says of no child that it came',
    (hearingType) => {
      expect(hearing({ state: 'held', hearingType }).outcomes).toEqual([]);
      expect(hearing({ state: 'held', hearingType, adjournmentCode: '11' }).outcomes).toMatchObject([
        { appeared: false },
      ]);
      expect(hearing({ hearingType }).pending).toHaveLength(1);
    },
  );

  it.each(['TC', 'VC', 'CY', 'MM'] as const)('one of type %s does', (hearingType) => {
    expect(hearing({ state: 'held', hearingType }).outcomes).toMatchObject([{ appeared: true }]);
  });

  it.each(['set', 'held', 'not-held'] as const)(
    'attorney discipline, %s, shows no more than that EOIR has something',
    (state) => {
      const adjournmentCode = state === 'not-held' ? ('11' as const) : undefined;
      const found = hearing({ state, hearingType: 'AT', adjournmentCode });
      expect(found).toMatchObject({ outcomes: [], pending: [], goingOn: [], heldAfterDeath: [] });
      expect(found.known).toHaveLength(1);
    },
  );

  it.each(['set', 'moved'] as const)('%s with a reason of adjournment is no outcome', (state) => {
    expect(hearing({ state, adjournmentCode: '9A' }).outcomes).toEqual([]);
  });
});

describe('a motion to recalendar that is granted', () => {
  const granted = (motionCode: 'C' | 'CL', decidedOn = '2025-06-02') =>
    record('eoir.decision', 'm', { data: { decidedOn, motionCode, decisionCode: 'G' } });
  const end = (data: Partial<RecordData<'eoir.decision'>>, id = 'd') =>
    record('eoir.decision', id, { data: { decidedOn: '2025-03-01', ...data } });
  const closedFor = (otherCompletionCode: 'A' | 'B' | 'F', id?: string) =>
    end({ decisionCode: undefined, otherCompletionCode }, id);
  const reopeningsAfter = (...records: Assertion[]) => courtFacts(factsFrom(...records)).reopenings;

  it.each(['C', 'CL'] as const)('%s puts a case that was closed without a decision back', (code) => {
    expect(reopeningsAfter(closedFor('A'), granted(code))).toMatchObject([{ day: '2025-06-02' }]);
    expect(reopeningsAfter(closedFor('B'), granted(code))).toHaveLength(1);
    expect(reopeningsAfter(closedFor('A'), granted(code, '2025-02-28'))).toEqual([]);
  });

  it('reopens nothing that was decided, dismissed or ordered in absentia', () => {
    expect(reopeningsAfter(closedFor('F'), granted('C'))).toEqual([]);
    expect(reopeningsAfter(end({ inAbsentia: 'yes' }), granted('C'))).toEqual([]);
    const ordered = end({ decidedOn: '2025-04-01', inAbsentia: 'yes' }, 'o');
    expect(reopeningsAfter(closedFor('A'), ordered, granted('C'))).toEqual([]);
  });

  it('takes a closing for failure to appear back, and no earlier order in absentia', () => {
    const ordered = end({ decidedOn: '2025-01-02', inAbsentia: 'yes' }, 'o');
    const court = courtFacts(factsFrom(ordered, closedFor('B'), granted('C')));
    expect(court.dispositives.map((one) => [one.key, firstReopening(court, one)])).toEqual([
      ['eoir.decision/d@eoir:test', Date.parse('2025-06-02T04:00:00Z')],
      ['eoir.decision/o@eoir:test', Infinity],
    ]);
  });
});

describe('a hearing held on the day of an order in absentia, or of a closing for failure to appear', () => {
  const held = record('eoir.hearing', 'h', {
    data: { scheduledFor: '2025-09-02T03:30:00Z', state: 'held', adjournmentCode: '8B' },
  });
  const ruled = (data: Partial<RecordData<'eoir.decision'>>) => record('eoir.decision', 'd', { data });

  it.each<[string, Partial<RecordData<'eoir.decision'>>, boolean[]]>([
    ['the order’s, Eastern', { decidedOn: '2025-09-01', inAbsentia: 'yes' }, []],
    ['the closing’s', { decidedOn: '2025-09-01', otherCompletionCode: 'B' }, []],
    ['another', { decidedOn: '2025-09-02', inAbsentia: 'yes' }, [true]],
    ['a decision’s in its presence', { decidedOn: '2025-09-01', inAbsentia: 'no' }, [true]],
  ])('%s: appeared %p', (_title, data, appeared) => {
    const { outcomes } = courtFacts(factsFrom(held, ruled(data)));
    expect(outcomes.map((outcome) => outcome.appeared)).toEqual(appeared);
  });
});

describe('a hearing held after the court waived that the child comes', () => {
  const held = (data: Partial<RecordData<'eoir.hearing'>> = {}) =>
    record('eoir.hearing', 'h', { data: { scheduledFor: '2025-09-02T13:00:00Z', state: 'held', ...data } });
  const ruling = (data: Partial<RecordData<'eoir.decision'>>, eoirCaseId?: string) =>
    record('eoir.decision', 'w', {
      ids: { aNumber: someANumber, ...(eoirCaseId === undefined ? {} : { eoirCaseId }) },
      data: { decidedOn: '2025-06-02', motionCode: 'WV', decisionCode: 'G', ...data },
    });
  const appeared = (...records: Assertion[]) =>
    courtFacts(factsFrom(...records)).outcomes.map((outcome) => outcome.appeared);

  it('is no appearance, from the day of the ruling on', () => {
    expect(appeared(held(), ruling({}))).toEqual([]);
    expect(appeared(held(), ruling({ decidedOn: '2025-09-02' }))).toEqual([]);
  });

  it.each<[string, Partial<RecordData<'eoir.decision'>>]>([
    ['the day after it', { decidedOn: '2025-09-03' }],
    ['denied', { decisionCode: 'D' }],
    ['of a witness', { motionCode: 'EW' }],
    ['withdrawn', { voided: true }],
  ])('is one where the ruling is %s', (_title, data) => {
    expect(appeared(held(), ruling(data))).toEqual([true]);
  });

  it('is one where the ruling was given in another case', () => {
    const [here, there] = (['1', '2'] as const).map((eoirCaseId) =>
      record('eoir.case', eoirCaseId, { ids: { aNumber: someANumber, eoirCaseId } }),
    );
    const hearing = record('eoir.hearing', 'h', {
      ids: { aNumber: someANumber, eoirCaseId: '1' },
      data: { scheduledFor: '2025-09-02T13:00:00Z', state: 'held' },
    });
    expect(appeared(here!, there!, hearing, ruling({}, '2'))).toEqual([true]);
    expect(appeared(here!, there!, hearing, ruling({}, '1'))).toEqual([]);
  });

  it('may still be missed', () => {
    expect(appeared(held({ adjournmentCode: '11' }), ruling({}))).toEqual([false]);
  });
});

describe('a granted reopening of one case', () => {
  const of = (eoirCaseId: string | undefined) =>
    eoirCaseId === undefined ? { aNumber: someANumber } : { aNumber: someANumber, eoirCaseId };
  const order = (caseId: string | undefined) =>
    record('eoir.decision', 'd', { ids: of(caseId), data: { decidedOn: '2025-03-01', inAbsentia: 'yes' } });
  const granted = (caseId: string | undefined) =>
    record('eoir.decision', 'm', {
      ids: of(caseId),
      data: { decidedOn: '2025-06-02', motionCode: 'MA', decisionCode: 'G' },
    });

  it.each<[string | undefined, string | undefined, boolean]>([
    ['C-1', 'C-1', true],
    ['C-1', undefined, true],
    [undefined, 'C-1', true],
    ['C-1', 'C-2', false],
  ])('order in case %s, reopening in case %s: taken back %p', (ordered, reopened, isCured) => {
    const court = courtFacts(factsFrom(order(ordered), granted(reopened)));
    expect(firstReopening(court, court.dispositives[0]!) < Infinity).toBe(isCured);
  });
});

describe('cases', () => {
  it('begin on the day of receipt', () => {
    const found = courtFacts(factsFrom(record('eoir.case', 'c', { data: { receivedOn: '2025-03-01' } })));
    expect(found).toMatchObject({
      cases: [{ key: 'eoir.case/c@eoir:test', day: '2025-03-01' }],
      dispositives: [],
    });
  });

  it('are completed on the day they are closed', () => {
    const found = courtFacts(factsFrom(record('eoir.case', 'c', { data: { closedOn: '2025-04-01' } })));
    expect(found.dispositives).toMatchObject([
      { day: '2025-04-01', value: 'completed', rule: 'case-closed' },
    ]);
  });
});
