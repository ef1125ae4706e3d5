import { describe, expect, it } from '@jest/globals';
import type { RecordData } from '../../../src/contracts/records/index.ts';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { record, someANumber } from '../../support/records.ts';
import { found } from './contradictions.ts';

const rule = 'hearing-after-end';
const ruling = (decidedOn: string, data: Partial<RecordData<'eoir.decision'>> = {}, id = 'd') =>
  record('eoir.decision', id, { data: { decidedOn, decisionCode: 'X', ...data } });
const hearing = (
  occurredAt: string,
  scheduledFor: string,
  data: Partial<RecordData<'eoir.hearing'>> = {},
  id = 'h',
) => record('eoir.hearing', id, { data: { occurredAt, scheduledFor, ...data } });

const end = ruling('2024-06-04');
const later = hearing('2026-08-01T12:00:00Z', '2026-11-20T14:00:00Z');
const granted = (motionCode: 'MA' | 'C' | 'FD', decidedOn: string) =>
  ruling(decidedOn, { motionCode, decisionCode: 'G' }, 'm');
const both = 'eoir: eoir.decision/d@eoir:test eoir.hearing/h@eoir:test';

describe(rule, () => {
  it('shows a hearing that was set after the end of its case, as long as it stands', () => {
    expect(found(rule, end, later)).toEqual([`${both} 2026-08-01T12:00 open`]);
  });

  it('shows each', () => {
    const another = hearing('2026-08-01T12:00:00Z', '2027-01-20T14:00:00Z', {}, 'i');
    expect(found(rule, end, later, another)).toHaveLength(2);
  });

  it('from the day after the end on, Eastern', () => {
    expect(found(rule, end, hearing('2024-06-05T03:59:59Z', '2024-11-20T14:00:00Z'))).toEqual([]);
    expect(found(rule, end, hearing('2024-06-05T04:00:00Z', '2024-11-20T14:00:00Z'))).toHaveLength(1);
  });

  it('names the last end, and of one day the graver', () => {
    const order = ruling('2024-07-01', { inAbsentia: 'yes' }, 'o');
    expect(found(rule, end, order, ruling('2024-07-01', {}, 'p'), later)).toEqual([
      'eoir: eoir.decision/o@eoir:test eoir.hearing/h@eoir:test 2026-08-01T12:00 open',
    ]);
  });

  it('names how it ended rather than that it was closed', () => {
    const closed = record('eoir.case', 'c', { data: { receivedOn: '2024-01-02', closedOn: '2024-06-10' } });
    expect(found(rule, closed, end, later)).toEqual([`${both} 2026-08-01T12:00 open`]);
  });

  it('shows one after an order in absentia, or a closing', () => {
    expect(found(rule, ruling('2024-06-04', { inAbsentia: 'yes' }), later)).toHaveLength(1);
    const closed = { decisionCode: undefined, otherCompletionCode: 'A' as const };
    expect(found(rule, ruling('2024-06-04', closed), later)).toHaveLength(1);
    const closedCase = record('eoir.case', 'c', {
      data: { receivedOn: '2024-01-02', closedOn: '2024-06-04' },
    });
    expect(found(rule, closedCase, later)).toHaveLength(1);
  });

  it.each<[string, Assertion[], string]>([
    ['a reopening', [granted('MA', '2026-09-01')], '2026-09-01T04:00'],
    [
      'the case received again',
      [record('eoir.case', 'c', { data: { receivedOn: '2026-09-01' } })],
      '2026-09-01T04:00',
    ],
    ['another end', [ruling('2026-11-20', {}, 'e')], '2026-11-20T05:00'],
    [
      'the hearing taken off',
      [hearing('2026-09-01T12:00:00Z', '2026-11-20T14:00:00Z', { state: 'not-held', version: 2 })],
      '2026-09-01T12:00',
    ],
    [
      'the hearing held',
      [hearing('2026-11-20T14:00:00Z', '2026-11-20T14:00:00Z', { state: 'held', version: 2 })],
      '2026-11-20T14:00',
    ],
    [
      'the hearing moved, for nobody knows when',
      [hearing('2026-09-01T12:00:00Z', '2026-11-20T14:00:00Z', { state: 'moved', version: 2 })],
      '2026-09-01T12:00',
    ],
  ])('until %s', (_title, records, until) => {
    expect(found(rule, end, later, ...records)).toEqual([`${both} 2026-08-01T12:00 ${until}`]);
  });

  it('shows each time for which it is set after the end, and not that from before', () => {
    const before = hearing('2024-05-01T12:00:00Z', '2024-09-02T14:00:00Z');
    const moved = hearing('2024-08-01T12:00:00Z', '2024-11-20T14:00:00Z', { state: 'moved', version: 2 });
    expect(found(rule, end, before)).toEqual([]);
    expect(found(rule, end, before, moved)).toEqual([`${both} 2024-08-01T12:00 open`]);
  });

  it.each<[string, Assertion[]]>([
    ['a reopening of the day of the end', [end, later, granted('MA', '2024-06-04')]],
    ['a reopening before it was set', [end, later, granted('MA', '2026-08-01')]],
    [
      'a closed case put on the calendar again',
      [
        ruling('2024-06-04', { decisionCode: undefined, otherCompletionCode: 'A' }),
        later,
        granted('C', '2026-07-30'),
      ],
    ],
    [
      'the case received again before',
      [end, later, record('eoir.case', 'c', { data: { receivedOn: '2024-06-05' } })],
    ],
    [
      'a change of venue alone',
      [ruling('2024-06-04', { decisionCode: undefined, otherCompletionCode: 'C' }), later],
    ],
    [
      'a time before the end, written down late',
      [end, hearing('2026-08-01T12:00:00Z', '2024-06-03T14:00:00Z')],
    ],
    ['a time of its day', [end, hearing('2026-08-01T12:00:00Z', '2024-06-04T14:00:00Z')]],
    [
      'known by its outcome alone',
      [end, hearing('2026-11-20T14:00:00Z', '2026-11-20T14:00:00Z', { state: 'held' })],
    ],
    [
      'a custody hearing',
      [end, hearing('2026-08-01T12:00:00Z', '2026-11-20T14:00:00Z', { hearingType: 'CY' })],
    ],
    [
      'attorney discipline',
      [end, hearing('2026-08-01T12:00:00Z', '2026-11-20T14:00:00Z', { hearingType: 'AT' })],
    ],
    [
      'the hearing withdrawn',
      [end, later, hearing('2026-08-01T12:00:00Z', '2026-11-20T14:00:00Z', { version: 2, voided: true })],
    ],
    ['the decision withdrawn', [end, later, ruling('2024-06-04', { version: 2, voided: true })]],
    ['no end', [later]],
  ])('%s: none', (_title, records) => {
    expect(found(rule, ...records)).toEqual([]);
  });

  it('a granted motion to reconsider does not say what came of it', () => {
    expect(found(rule, end, later, granted('FD', '2026-07-30'))).toHaveLength(1);
  });

  it('compares a hearing with the end of its own case', () => {
    const of = (eoirCaseId: string) => ({ aNumber: someANumber, eoirCaseId });
    const cases = ['1', '2'].map((id) =>
      record('eoir.case', id, { data: { receivedOn: '2024-01-02' }, ids: of(id) }),
    );
    const decided = record('eoir.decision', 'd', { data: { decidedOn: '2024-06-04' }, ids: of('1') });
    const at = (id: string) => {
      const data = { occurredAt: '2026-08-01T12:00:00Z', scheduledFor: '2026-11-20T14:00:00Z' };
      return [...cases, decided, record('eoir.hearing', 'h', { data, ids: of(id) })];
    };
    expect(found(rule, ...at('1'))).toHaveLength(1);
    expect(found(rule, ...at('2'))).toEqual([]);
  });
});
