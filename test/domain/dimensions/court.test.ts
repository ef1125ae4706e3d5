import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { RecordData } from '../../../src/contracts/records/index.ts';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { courtFacts, firstReopening } from '../../../src/domain/dimensions/court-facts.ts';
import { courtRuns } from '../../../src/domain/dimensions/court.ts';
import { runAt } from '../../../src/domain/runs.ts';
import { dayTexts, moments } from '../../support/arbitrary-moments.ts';
import { factsFrom, record, someANumber } from '../../support/records.ts';

const received = (receivedOn: string, id = 'c', closedOn?: string) =>
  record('eoir.case', id, { data: { receivedOn, ...(closedOn === undefined ? {} : { closedOn }) } });
const decided = (decidedOn: string, data: Partial<RecordData<'eoir.decision'>> = {}, id = 'd') =>
  record('eoir.decision', id, { data: { decidedOn, ...data } });
const reopened = (decidedOn: string, id = 'm') =>
  decided(decidedOn, { motionCode: 'MA', decisionCode: 'G' }, id);
const set = (id: string, setOn: string, scheduledOn: string) =>
  record('eoir.hearing', id, {
    data: { state: 'set', occurredAt: `${setOn}T15:00:00Z`, scheduledFor: `${scheduledOn}T15:00:00Z` },
  });
const held = (id: string, on: string, data: Partial<RecordData<'eoir.hearing'>> = {}) =>
  record('eoir.hearing', id, {
    data: { state: 'held', occurredAt: `${on}T15:00:00Z`, scheduledFor: `${on}T15:00:00Z`, ...data },
  });
const noShow = (id: string, on: string) => held(id, on, { state: 'not-held', adjournmentCode: '11' });

/** At noon Eastern of a day, after all that the day brings. */
function courtOn(day: string, ...records: Assertion[]) {
  const { value, rule, basis } = runAt(
    courtRuns(courtFacts(factsFrom(...records))),
    Date.parse(`${day}T17:00:00Z`),
  );
  return [value, rule, ...basis];
}

describe('rule 6: nothing to decide by', () => {
  it('nothing from EOIR: no case', () => {
    expect(courtOn('2025-01-01')).toEqual(['no-case', 'no-eoir-record']);
    expect(courtOn('2025-01-01', received('2025-01-02'))).toEqual(['no-case', 'no-eoir-record']);
  });

  it('a case from its day, at midnight Eastern: no hearing', () => {
    expect(courtOn('2025-01-02', received('2025-01-02'))).toEqual([
      'no-hearing',
      'case-without-hearing',
      'eoir.case/c@eoir:test',
    ]);
    const runs = courtRuns(courtFacts(factsFrom(received('2025-01-02'))));
    expect(runs.map(({ from, value }) => [from, value])).toEqual([
      [-Infinity, 'no-case'],
      [Date.parse('2025-01-02T05:00:00Z'), 'no-hearing'],
    ]);
  });

  it('a hearing that says nothing, without any case: no hearing, by that hearing', () => {
    expect(courtOn('2025-02-01', held('h', '2025-01-05', { state: 'not-held' }))).toEqual([
      'no-hearing',
      'case-without-hearing',
      'eoir.hearing/h@eoir:test',
    ]);
  });

  it('a ruling on a motion that reopens nothing: no hearing', () => {
    const denied = decided('2025-01-05', { motionCode: 'O', decisionCode: 'D' });
    expect(courtOn('2025-02-01', denied)[0]).toBe('no-hearing');
  });

  it('with several cases received on one day all are the basis', () => {
    expect(courtOn('2025-01-02', received('2025-01-02', 'b'), received('2025-01-02', 'a')).slice(2)).toEqual([
      'eoir.case/a@eoir:test',
      'eoir.case/b@eoir:test',
    ]);
  });
});

describe('rule 3: a hearing that is set', () => {
  it('is scheduled from the moment of its setting', () => {
    expect(courtOn('2025-01-04', received('2025-01-02'), set('h', '2025-01-05', '2025-03-01'))[0]).toBe(
      'no-hearing',
    );
    expect(courtOn('2025-01-05', received('2025-01-02'), set('h', '2025-01-05', '2025-03-01'))).toEqual([
      'scheduled',
      'hearing-set',
      'eoir.hearing/h@eoir:test',
    ]);
  });

  it('stays scheduled when its time has passed and no outcome came', () => {
    expect(courtOn('2026-01-01', set('h', '2025-01-05', '2025-03-01'))[0]).toBe('scheduled');
  });

  it('is scheduled after an earlier one that the child appeared at', () => {
    expect(courtOn('2025-03-02', held('a', '2025-03-01'), set('b', '2025-03-01', '2025-06-01'))).toEqual([
      'scheduled',
      'hearing-set',
      'eoir.hearing/b@eoir:test',
    ]);
  });

  it('says nothing where an outcome of its time or later is known', () => {
    expect(courtOn('2025-03-02', set('a', '2025-01-05', '2025-03-01'), held('b', '2025-03-01'))[0]).toBe(
      'appeared',
    );
    expect(courtOn('2025-03-02', set('a', '2025-01-05', '2025-02-01'), held('b', '2025-03-01'))[0]).toBe(
      'appeared',
    );
  });

  it('of several the next one is the basis, at one moment the greater key', () => {
    const hearings = [
      set('c', '2025-01-05', '2025-02-01'),
      set('a', '2025-01-05', '2025-03-01'),
      set('b', '2025-01-05', '2025-03-01'),
      set('d', '2025-01-05', '2025-04-01'),
    ];
    expect(courtOn('2025-01-06', ...hearings)[2]).toBe('eoir.hearing/c@eoir:test');
    expect(courtOn('2025-02-02', ...hearings)[2]).toBe('eoir.hearing/b@eoir:test');
    expect(courtOn('2025-03-02', ...hearings)[2]).toBe('eoir.hearing/d@eoir:test');
  });

  it('of several whose times have passed without an outcome the last is', () => {
    const hearings = [set('a', '2025-01-05', '2025-02-01'), set('b', '2025-01-05', '2025-03-01')];
    expect(courtOn('2025-06-01', ...hearings)[2]).toBe('eoir.hearing/b@eoir:test');
  });
});

describe('rules 2 and 4: outcomes', () => {
  it('held: appeared, from the time of the hearing', () => {
    expect(courtOn('2025-02-28', held('h', '2025-03-01'))[0]).toBe('no-case');
    expect(courtOn('2025-03-01', held('h', '2025-03-01'))).toEqual([
      'appeared',
      'hearing-held',
      'eoir.hearing/h@eoir:test',
    ]);
  });

  it('code 11: possible failure to appear, whatever is scheduled next', () => {
    expect(courtOn('2025-03-02', noShow('h', '2025-03-01'), set('n', '2025-03-01', '2025-06-01'))).toEqual([
      'possible-failure-to-appear',
      'no-show-of-respondent-or-attorney',
      'eoir.hearing/h@eoir:test',
    ]);
  });

  it('held after the child died: nobody appeared', () => {
    const died = record('hhs.release', 'r', {
      data: { releasedAt: '2025-03-01T12:00:00Z', dischargeType: 'died' },
    });
    const [before, after] = [held('a', '2025-02-20'), held('b', '2025-03-01')];
    expect(courtOn('2025-03-02', died, received('2025-01-02'), after)[0]).toBe('no-hearing');
    expect(courtOn('2025-03-02', died, before, after).slice(0, 3)).toEqual([
      'appeared',
      'hearing-held',
      before.key,
    ]);
    const back = record('hhs.placement', 'p', { data: { admittedAt: '2025-03-01T13:00:00Z' } });
    expect(courtOn('2025-03-02', died, back, after)[0]).toBe('appeared');
  });

  it('the latest outcome decides', () => {
    expect(courtOn('2025-03-03', noShow('a', '2025-03-01'), held('b', '2025-03-02'))[0]).toBe('appeared');
    expect(courtOn('2025-03-03', held('a', '2025-03-01'), noShow('b', '2025-03-02'))[0]).toBe(
      'possible-failure-to-appear',
    );
  });

  it('at one moment the outcome of the greater key is the later one', () => {
    expect(courtOn('2025-03-03', noShow('a', '2025-03-01'), held('b', '2025-03-01'))[0]).toBe('appeared');
    expect(courtOn('2025-03-03', noShow('b', '2025-03-01'), held('a', '2025-03-01'))[0]).toBe(
      'possible-failure-to-appear',
    );
  });
});

describe('rule 1: dispositive facts', () => {
  it.each<[string, Partial<RecordData<'eoir.decision'>>, string, string]>([
    ['an order in absentia', { inAbsentia: 'yes' }, 'ordered-in-absentia', 'in-absentia-order'],
    [
      'a closing for failure to appear',
      { otherCompletionCode: 'B' },
      'failed-to-appear',
      'closed-for-failure-to-appear',
    ],
    ['any other decision', {}, 'completed', 'decided'],
  ])('%s decides from its day, before any outcome or hearing', (_title, data, value, rule) => {
    const records = [received('2025-01-02'), held('h', '2025-05-01'), set('n', '2025-03-01', '2025-06-01')];
    expect(courtOn('2025-05-02', ...records, decided('2025-04-01', data))).toEqual([
      value,
      rule,
      'eoir.decision/d@eoir:test',
    ]);
  });

  it('a case that is closed is completed', () => {
    expect(courtOn('2025-04-01', received('2025-01-02', 'c', '2025-04-01'))).toEqual([
      'completed',
      'case-closed',
      'eoir.case/c@eoir:test',
    ]);
  });

  it('a change of venue ends nothing: what was scheduled, or not, stays so', () => {
    const moved = decided('2025-04-01', { decisionCode: undefined, otherCompletionCode: 'C' });
    expect(courtOn('2025-04-02', received('2025-01-02'), moved)[0]).toBe('no-hearing');
    expect(
      courtOn('2025-04-02', received('2025-01-02'), moved, set('n', '2025-04-02', '2025-06-01'))[0],
    ).toBe('scheduled');
  });

  it('the latest by day decides', () => {
    const records = [decided('2025-04-01', { inAbsentia: 'yes' }, 'a'), decided('2025-04-02', {}, 'b')];
    expect(courtOn('2025-04-01', ...records)[0]).toBe('ordered-in-absentia');
    expect(courtOn('2025-04-02', ...records)[0]).toBe('completed');
  });

  it('on one day in absentia comes before failed to appear, and that before completed', () => {
    const [absent, failed, done] = [
      decided('2025-04-01', { inAbsentia: 'yes' }, 'a'),
      decided('2025-04-01', { otherCompletionCode: 'B' }, 'b'),
      decided('2025-04-01', {}, 'c'),
    ];
    expect(courtOn('2025-04-01', done, failed, absent)[0]).toBe('ordered-in-absentia');
    expect(courtOn('2025-04-01', done, failed)[0]).toBe('failed-to-appear');
  });

  it('on one day and of one rank the greater key is the basis', () => {
    expect(courtOn('2025-04-01', decided('2025-04-01', {}, 'b'), decided('2025-04-01', {}, 'a'))[2]).toBe(
      'eoir.decision/b@eoir:test',
    );
  });
});

describe('rule 5: a reopening begins a cycle', () => {
  const absent = decided('2025-04-01', { inAbsentia: 'yes' });

  it('takes an earlier disposition back: reopened', () => {
    expect(courtOn('2025-05-01', absent, reopened('2025-05-01'))).toEqual([
      'reopened',
      'reopened',
      'eoir.decision/m@eoir:test',
    ]);
  });

  it('takes a disposition of its own day back', () => {
    expect(courtOn('2025-04-01', absent, reopened('2025-04-01'))[0]).toBe('reopened');
  });

  it('does not take a later disposition back', () => {
    expect(courtOn('2025-04-01', absent, reopened('2025-03-31'))[0]).toBe('ordered-in-absentia');
  });

  it('lets outcomes of before go', () => {
    expect(courtOn('2025-06-01', noShow('h', '2025-03-01'), reopened('2025-05-01'))[0]).toBe('reopened');
  });

  it('counts an outcome on its own day', () => {
    expect(courtOn('2025-06-01', held('h', '2025-05-01'), reopened('2025-05-01'))[0]).toBe('appeared');
  });

  it('counts hearings set before it for a later day, and not those for an earlier one', () => {
    expect(courtOn('2025-06-01', set('h', '2025-04-15', '2025-07-01'), reopened('2025-05-01'))[0]).toBe(
      'scheduled',
    );
    expect(courtOn('2025-06-01', set('h', '2025-03-01', '2025-04-15'), reopened('2025-05-01'))[0]).toBe(
      'reopened',
    );
  });

  it('of several on one day names all', () => {
    expect(courtOn('2025-05-01', reopened('2025-05-01', 'n'), reopened('2025-05-01', 'm')).slice(2)).toEqual([
      'eoir.decision/m@eoir:test',
      'eoir.decision/n@eoir:test',
    ]);
  });
});

describe('cycles', () => {
  it('a new case begins one: what stood before it does not count', () => {
    const records = [received('2025-01-02', 'a'), decided('2025-02-01'), held('h', '2025-01-20')];
    expect(courtOn('2025-03-01', ...records, received('2025-03-01', 'b'))).toEqual([
      'no-hearing',
      'case-without-hearing',
      'eoir.case/b@eoir:test',
    ]);
  });

  it('what falls on a case’s first day belongs to its cycle', () => {
    expect(courtOn('2025-03-01', decided('2025-03-01'), received('2025-03-01'))[0]).toBe('completed');
    expect(courtOn('2025-03-01', held('h', '2025-03-01'), received('2025-03-01'))[0]).toBe('appeared');
  });

  it('a reopening on the day of a case is the later', () => {
    expect(courtOn('2025-03-01', received('2025-03-01'), reopened('2025-03-01'))[0]).toBe('reopened');
  });

  it('a hearing for the first day of a case is of its cycle', () => {
    const noon = set('h', '2025-02-20', '2025-03-01');
    const runs = courtRuns(courtFacts(factsFrom(noon, received('2025-03-01'))));
    expect(runAt(runs, Date.parse('2025-03-01T14:00:00Z'))).toMatchObject({
      value: 'scheduled',
      basis: ['eoir.hearing/h@eoir:test'],
    });
  });

  it('a decision on the day of a reopening is what was reopened', () => {
    expect(courtOn('2025-05-01', decided('2025-05-01'), reopened('2025-05-01'))[0]).toBe('reopened');
  });

  it('of two hearings held at one moment the greater key is named, in either order', () => {
    const both = [held('g', '2025-05-01'), held('h', '2025-05-01')];
    for (const records of [both, [...both].reverse()])
      expect(courtOn('2025-05-02', ...records)).toEqual([
        'appeared',
        'hearing-held',
        'eoir.hearing/h@eoir:test',
      ]);
  });

  it('a case after a reopening begins the newer one', () => {
    expect(courtOn('2025-03-02', reopened('2025-03-01'), received('2025-03-02'))[0]).toBe('no-hearing');
  });

  it('days are Eastern: a hearing late on the evening before is of the day before', () => {
    const evening = held('h', '2025-02-28', { scheduledFor: '2025-03-01T04:30:00Z' });
    expect(courtOn('2025-03-01', evening, received('2025-03-01'))[0]).toBe('no-hearing');
  });

  it('one that begins later does not count yet', () => {
    const records = [decided('2025-04-01', { inAbsentia: 'yes' }), reopened('2025-05-01')];
    expect(courtOn('2025-04-30', ...records)[0]).toBe('ordered-in-absentia');
  });

  it('without case or reopening all records are one', () => {
    expect(courtOn('2025-06-01', held('a', '2019-03-01'), set('b', '2019-01-01', '2019-02-01'))[0]).toBe(
      'appeared',
    );
  });
});

describe('several cases', () => {
  const of = (eoirCaseId: string) => ({ aNumber: someANumber, eoirCaseId });
  const caseOf = (id: string, receivedOn: string, data: Partial<RecordData<'eoir.case'>> = {}) =>
    record('eoir.case', `c${id}`, { data: { receivedOn, ...data }, ids: of(id) });
  const ruling = (id: string, decidedOn: string, data: Partial<RecordData<'eoir.decision'>> = {}) =>
    record('eoir.decision', `d${id}`, { data: { decidedOn, ...data }, ids: of(id) });
  const hearing = (id: string, data: Partial<RecordData<'eoir.hearing'>>) =>
    record('eoir.hearing', `h${id}`, { data, ids: of(id) });
  const absent = { inAbsentia: 'yes' as const };
  const granted = { motionCode: 'MA' as const, decisionCode: 'G' as const };

  it('the closing of an old one does not hide one that is pending', () => {
    const pending = caseOf('2', '2025-01-02');
    expect(courtOn('2025-06-01', caseOf('1', '2023-01-02', { closedOn: '2025-03-01' }), pending)).toEqual([
      'no-hearing',
      'case-without-hearing',
      pending.key,
    ]);
  });

  it.each(['CFR', 'RMV'] as const)(
    'a later case of type %s does not hide an order in absentia',
    (caseType) => {
      const order = ruling('1', '2024-06-03', absent);
      const records = [caseOf('1', '2023-01-02'), order, caseOf('2', '2025-01-02', { caseType })];
      expect(courtOn('2025-06-01', ...records)).toEqual([
        'ordered-in-absentia',
        'in-absentia-order',
        order.key,
      ]);
      const decidedToo = ruling('2', '2025-01-09');
      expect(courtOn('2025-06-01', ...records, decidedToo)[2]).toBe(order.key);
    },
  );

  it('nor does one where the records name no case', () => {
    const order = decided('2024-06-03', absent);
    const records = [received('2023-01-02', 'a'), order, received('2025-01-02', 'b')];
    expect(courtOn('2025-06-01', ...records)).toEqual([
      'ordered-in-absentia',
      'in-absentia-order',
      order.key,
    ]);
    expect(courtOn('2025-06-01', order, received('2025-01-02', 'b'))[0]).toBe('ordered-in-absentia');
  });

  describe('a hearing that names none is of the one that was not over when it was set', () => {
    const removal = received('2024-03-01', 'r');
    const review = caseOf('1', '2024-04-01', { caseType: 'CFR' });
    const over = ruling('1', '2024-04-22');

    it('and so is scheduled', () => {
      const next = set('n', '2024-05-20', '2026-06-22');
      expect(courtOn('2024-06-01', removal, review, over, next)).toEqual([
        'scheduled',
        'hearing-set',
        next.key,
      ]);
    });

    it('also where it was set before the other was received', () => {
      const next = set('n', '2024-03-20', '2024-06-20');
      expect(courtOn('2024-06-01', removal, review, over, next)[0]).toBe('scheduled');
    });

    it('but not where it was set on the day of the end, which may be of it, nor where that was reopened by then', () => {
      const hearings = (setOn: string, ...more: Assertion[]) =>
        courtFacts(factsFrom(removal, review, over, set('n', setOn, '2026-06-22'), ...more)).pending;
      const ofReview = [{ of: 'eoirCaseId 1' }];
      expect(hearings('2024-04-22')).toMatchObject(ofReview);
      expect(hearings('2024-04-23')).toMatchObject([{ of: removal.key }]);
      const reopening = record('eoir.decision', 'm', {
        ids: of('1'),
        data: { decidedOn: '2024-05-20', ...granted },
      });
      expect(hearings('2024-05-19', reopening)).toMatchObject([{ of: removal.key }]);
      expect(hearings('2024-05-20', reopening)).toMatchObject(ofReview);
    });

    it('and where all were, of the one received last', () => {
      const removed = record('eoir.case', 'r', {
        data: { receivedOn: '2024-03-01', closedOn: '2024-05-01' },
      });
      const next = set('n', '2024-05-20', '2026-06-22');
      expect(courtFacts(factsFrom(removed, review, over, next)).pending).toMatchObject([
        { of: 'eoirCaseId 1' },
      ]);
    });
  });

  it('a reopening takes back what its own case says alone', () => {
    const records = [caseOf('1', '2023-01-02'), ruling('1', '2024-06-03', absent), caseOf('2', '2023-05-01')];
    const motion = (id: string) =>
      record('eoir.decision', 'm', { data: { decidedOn: '2025-01-02', ...granted }, ids: of(id) });
    expect(courtOn('2025-06-01', ...records, motion('2'))[0]).toBe('ordered-in-absentia');
    expect(courtOn('2025-06-01', ...records, motion('1'))[0]).toBe('reopened');
    expect(courtOn('2025-06-01', ...records, reopened('2025-01-02'))[0]).toBe('reopened');
  });

  it('of hearings set in several the next one is the basis', () => {
    const scheduled = (id: string, scheduledFor: string) => hearing(id, { state: 'set', scheduledFor });
    const hearings = [scheduled('1', '2025-06-02T15:00:00Z'), scheduled('2', '2025-05-01T15:00:00Z')];
    expect(courtOn('2025-04-01', ...hearings).slice(2)).toEqual([hearings[1]!.key]);
    expect(courtOn('2025-05-02', ...hearings).slice(2)).toEqual([hearings[0]!.key]);
  });

  it('a hearing held in one is no outcome of another', () => {
    const next = hearing('1', { state: 'set', scheduledFor: '2025-06-01T15:00:00Z' });
    const records = [caseOf('1', '2024-01-02'), caseOf('2', '2024-01-03'), next];
    const heldLater = hearing('2', { state: 'held', scheduledFor: '2025-06-02T15:00:00Z' });
    expect(courtOn('2025-06-03', ...records, heldLater)).toEqual(['scheduled', 'hearing-set', next.key]);
  });

  it('a hearing held in one on the day of an order in absentia in another was not missed', () => {
    const seen = hearing('2', { state: 'held', scheduledFor: '2025-06-02T15:00:00Z' });
    const order = ruling('1', '2025-06-02', absent);
    const { outcomes } = courtFacts(factsFrom(seen, order));
    expect(outcomes).toMatchObject([{ key: seen.key, appeared: true }]);
  });

  it('of one value all are the basis; that one was decided says more than that one was closed', () => {
    const ends = [ruling('1', '2025-01-02'), ruling('2', '2025-02-03')];
    expect(courtOn('2025-06-01', ...ends)).toEqual(['completed', 'decided', ...ends.map(({ key }) => key)]);
    expect(courtOn('2025-06-01', caseOf('3', '2025-01-02', { closedOn: '2025-03-01' }), ends[0]!)).toEqual([
      'completed',
      'decided',
      ends[0]!.key,
    ]);
  });
});

describe('a failure to appear', () => {
  const absent = decided('2025-04-01', { inAbsentia: 'yes' });

  it('is not hidden by the day on which its case was closed', () => {
    expect(courtOn('2025-06-01', received('2025-01-02', 'c', '2025-04-09'), absent)).toEqual([
      'ordered-in-absentia',
      'in-absentia-order',
      absent.key,
    ]);
  });

  it('is by a later decision of its case', () => {
    expect(courtOn('2025-06-01', absent, decided('2025-05-01', {}, 'e'))[0]).toBe('completed');
  });
});

describe('cases that the court names', () => {
  const gravestFirst =
    'ordered-in-absentia failed-to-appear possible-failure-to-appear scheduled reopened appeared no-hearing completed no-case'.split(
      ' ',
    );
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const told = fc.oneof(
    fc
      .record({ receivedOn: dayTexts, closedOn: maybe(dayTexts) })
      .map((data) => ['eoir.case', data] as const),
    fc
      .record({
        scheduledFor: moments,
        occurredAt: moments,
        state: fc.constantFrom('set' as const, 'held' as const, 'not-held' as const),
        isMissed: fc.boolean(),
      })
      .map(({ isMissed, ...data }) => {
        const missed = isMissed && data.state !== 'set';
        return ['eoir.hearing', missed ? { ...data, adjournmentCode: '11' } : data] as const;
      }),
    fc
      .record({
        decidedOn: dayTexts,
        said: fc.constantFrom(
          {},
          { inAbsentia: 'yes' },
          { otherCompletionCode: 'B', decisionCode: undefined },
          { motionCode: 'MA', decisionCode: 'G' },
        ),
      })
      .map(({ decidedOn, said }) => ['eoir.decision', { decidedOn, ...said }] as const),
  );
  const ofCase = (eoirCaseId: string) =>
    fc.array(told, { maxLength: 6 }).map((facts) =>
      facts.map(([type, data], index) =>
        record(type, `${eoirCaseId}-${index}`, {
          data: data as Partial<RecordData<typeof type>>,
          ids: { aNumber: someANumber, eoirCaseId },
        }),
      ),
    );

  it('are each as if there were no other, and the gravest is shown', () => {
    fc.assert(
      fc.property(ofCase('1'), ofCase('2'), moments, (one, other, moment) => {
        const valueOf = (records: Assertion[]) =>
          runAt(courtRuns(courtFacts(factsFrom(...records))), Date.parse(moment)).value;
        const alone = [valueOf(one), valueOf(other)];
        expect(valueOf([...one, ...other])).toBe(
          gravestFirst.find((value) => alone.includes(value as never)),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('show a failure to appear only where one stands', () => {
    fc.assert(
      fc.property(ofCase('1'), ofCase('2'), moments, (one, other, moment) => {
        const at = Date.parse(moment);
        const facts = courtFacts(factsFrom(...one, ...other));
        const { value } = runAt(courtRuns(facts), at);
        const stands = facts.dispositives.some(
          (end) => end.value !== 'completed' && end.from <= at && firstReopening(facts, end) > at,
        );
        if (!stands) expect(['ordered-in-absentia', 'failed-to-appear']).not.toContain(value);
      }),
      { numRuns: 1_000 },
    );
  });
});
