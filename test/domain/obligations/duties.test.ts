import { describe, expect, it } from '@jest/globals';
import { assert, constant, property, tuple } from 'fast-check';
import type { ObligationState } from '../../../src/contracts/obligation.ts';
import { assess, courseOf } from '../../../src/domain/assess.ts';
import { caseFilesOf } from '../../../src/domain/case-files.ts';
import {
  changesOf,
  dutyStateAt,
  obligationAt,
  silencesOf,
  type OwedDuty,
} from '../../../src/domain/obligations/duties.ts';
import { obligationRules } from '../../../src/domain/obligations/index.ts';
import { currentPolicy } from '../../../src/domain/policy.ts';
import { arbitraryLife } from '../../support/arbitrary-lives.ts';
import { momentNear } from '../../support/arbitrary-moments.ts';
import { arrivalsOf } from '../../support/arbitrary-records.ts';
import { act, dutiesBy, statesAt } from '../../support/duties.ts';
import { caseFileOf, record } from '../../support/records.ts';

/** The states that may come right after each. Met and lapsed are final. */
const next: Record<ObligationState, readonly ObligationState[]> = {
  'not-started': ['open', 'overdue', 'waived', 'met'],
  open: ['overdue', 'waived', 'met', 'lapsed'],
  overdue: ['waived', 'met', 'lapsed'],
  waived: ['met', 'lapsed'],
  met: [],
  lapsed: [],
};

function isReachable(from: ObligationState, to: ObligationState): boolean {
  return from === to || next[from].some((state) => isReachable(state, to));
}

const life = arbitraryLife({ min: 1, max: 20 });
const dutiesOfLife = life.map((records) => courseOf(caseFileOf(...records), currentPolicy).duties);
const runs = { numRuns: 200 };

describe('a rule’s days in force', () => {
  it.each([
    ['2025-03-02T04:59:59.999Z', 0],
    ['2025-03-02T05:00:00.000Z', 1],
    ['2025-04-01T03:59:59.999Z', 1],
    ['2025-04-01T04:00:00.000Z', 0],
  ])('from 2 to 31 March, both Eastern and inclusive: of what starts at %s, %i', (transferredAt, owed) => {
    const inForce = { from: '2025-03-02', to: '2025-03-31' };
    const rules = obligationRules
      .filter(({ id }) => id === 'confirm-arrival')
      .map((rule) => ({ ...rule, inForce }));
    const caseFile = caseFileOf(record('ice.custody-transfer', 't', { data: { transferredAt } }));
    expect(courseOf(caseFile, { ...currentPolicy, rules }).duties).toHaveLength(owed);
  });
});

describe('every duty, over all time', () => {
  it('only ever goes from a state to one that may follow, and its level never falls', () => {
    const dutiesAndMoments = dutiesOfLife.chain((duties) => {
      const at = momentNear(duties.flatMap(changesOf));
      return tuple(constant(duties), at, at);
    });
    assert(
      property(dutiesAndMoments, ([duties, one, other]) => {
        const [earlier, later] = [Math.min(one, other), Math.max(one, other)];
        for (const duty of duties) {
          const [before, after] = [dutyStateAt(duty, earlier), dutyStateAt(duty, later)];
          expect([before.state, after.state, isReachable(before.state, after.state)]).toEqual([
            before.state,
            after.state,
            true,
          ]);
          expect(after.level).toBeGreaterThanOrEqual(before.level);
          expect(after.since).toBeGreaterThanOrEqual(before.since);
          expect(after.since).toBeLessThanOrEqual(later);
        }
      }),
      runs,
    );
  });

  it('changes at exactly the moments it says, one step at a time', () => {
    assert(
      property(dutiesOfLife, (duties) => {
        for (const duty of duties) {
          const changes = [...new Set(changesOf(duty))].sort((a, b) => a - b);
          const shown = (at: number) => JSON.stringify(obligationAt(duty, at));
          for (const [index, at] of changes.entries()) {
            expect(shown(at)).not.toBe(shown(at - 1));
            const [before, after] = [dutyStateAt(duty, at - 1).state, dutyStateAt(duty, at).state];
            expect(before === after || next[before].includes(after)).toBe(true);
            const until = changes[index + 1] ?? Date.UTC(2150, 0, 1);
            expect(shown(until - 1)).toBe(shown(at));
            expect(shown(Math.floor((at + until) / 2))).toBe(shown(at));
          }
          expect(dutyStateAt(duty, changes[0]! - 1).state).toBe('not-started');
        }
      }),
      runs,
    );
  });

  it('shows since when its state holds: the moment before it was another', () => {
    assert(
      property(dutiesOfLife, (duties) => {
        for (const duty of duties) {
          for (const at of changesOf(duty)) {
            const { state, since } = dutyStateAt(duty, at);
            if (state === 'not-started') continue;
            expect(dutyStateAt(duty, since).state).toBe(state);
            expect(dutyStateAt(duty, since - 1).state).not.toBe(state);
          }
        }
      }),
      runs,
    );
  });

  it('is known by its rule, owner and subject, which is a record that says something', () => {
    assert(
      property(life, (records) => {
        const file = caseFileOf(...records);
        const { duties } = courseOf(file, currentPolicy);
        const names = duties.map(({ rule, owner, subject }) => `${rule.id} ${owner} ${subject}`);
        expect(new Set(names).size).toBe(names.length);
        const saying = new Set(
          file.records.filter(({ inUse }) => inUse.data.voided !== true).map(({ inUse }) => inUse.key),
        );
        for (const { rule, owner, subject } of duties) {
          expect(rule.owners).toContain(owner);
          expect(saying.has(subject)).toBe(true);
        }
      }),
      runs,
    );
  });
});

describe('a status with duties', () => {
  const lifeAndMoment = life.chain((records) => {
    const course = courseOf(caseFileOf(...records), currentPolicy);
    return tuple(arrivalsOf(records), arrivalsOf(records), momentNear(course.duties.flatMap(changesOf)));
  });

  it('holds byte for byte from asOf until just before nextChangeAt', () => {
    assert(
      property(lifeAndMoment, ([records, , at]) => {
        const file = caseFileOf(...records);
        const status = assess(file, currentPolicy, at);
        const same = (moment: number) =>
          expect(JSON.stringify(assess(file, currentPolicy, moment))).toBe(JSON.stringify(status));
        if (status.asOf !== null) same(Date.parse(status.asOf));
        const end = status.nextChangeAt === null ? Date.UTC(2150, 0, 1) : Date.parse(status.nextChangeAt);
        same(end - 1);
        same(Math.floor((at + end) / 2));
      }),
      runs,
    );
  });

  it('is the same for every order and repetition of records and acts', () => {
    assert(
      property(lifeAndMoment, ([one, other, at]) => {
        const [first, second] = [one, other].map((records) =>
          assess(caseFileOf(...records), currentPolicy, at),
        );
        expect(JSON.stringify(first)).toBe(JSON.stringify(second));
      }),
      runs,
    );
  });
});

describe('what people did', () => {
  const release = record('hhs.release', 'r', { data: { releasedAt: '2025-03-01T00:00:00Z' } });
  const onAddress = { obligation: 'usable-address', owner: 'hhs', subject: release.key } as const;
  const addressAt = (at: string, ...acts: ReturnType<typeof act>[]) =>
    statesAt(dutiesBy('usable-address', release, ...acts), at);
  const shownAt = (at: string, ...acts: ReturnType<typeof act>[]) =>
    obligationAt(dutiesBy('usable-address', release, ...acts)[0]!, Date.parse(at));
  const waived = act('k', { ...onAddress, act: 'waive', occurredAt: '2025-04-01T00:00:00.000Z' });

  it('an acknowledgement shows when, and changes no state', () => {
    const seen = act('k', { ...onAddress, occurredAt: '2025-04-01T00:00:00.000Z' });
    expect(shownAt('2025-03-31T23:59:59Z', seen)).toMatchObject({ state: 'overdue', acknowledgedAt: null });
    expect(shownAt('2025-04-01T00:00:00Z', seen)).toMatchObject({
      state: 'overdue',
      acknowledgedAt: '2025-04-01T00:00:00.000Z',
    });
  });

  it('the earliest of several acknowledgements counts', () => {
    const acts = ['2025-05-01', '2025-04-01'].map((day, n) =>
      act(`k${n}`, { ...onAddress, occurredAt: `${day}T00:00:00.000Z` }),
    );
    expect(shownAt('2025-06-01T00:00:00Z', ...acts).acknowledgedAt).toBe('2025-04-01T00:00:00.000Z');
  });

  it('of two at one moment that of the smaller key is named', () => {
    const also = act('j', { ...onAddress, act: 'waive', occurredAt: '2025-04-01T00:00:00.000Z' });
    expect(shownAt('2025-04-01T00:00:00Z', waived, also).basis).toEqual([
      'hhs.release/r@hhs:test',
      'rollcall.obligation-act/j',
    ]);
  });

  it('a waiver closes it from then on, names itself and keeps that it was late', () => {
    expect(addressAt('2025-03-31T23:59:59Z', waived)).toBe('overdue');
    expect(shownAt('2025-04-01T00:00:00Z', waived)).toMatchObject({
      state: 'waived',
      since: '2025-04-01T00:00:00.000Z',
      late: true,
      basis: ['hhs.release/r@hhs:test', 'rollcall.obligation-act/k'],
    });
  });

  it('a waiver of before it started holds when it starts, and then it was not late', () => {
    const early = act('k', { ...onAddress, act: 'waive', occurredAt: '2025-02-01T00:00:00.000Z' });
    expect(addressAt('2025-02-02T00:00:00Z', early)).toBe('not-started');
    expect(shownAt('2025-03-01T00:00:00Z', early)).toMatchObject({
      state: 'waived',
      since: '2025-03-01T00:00:00.000Z',
      late: false,
    });
  });

  it('a waiver that gives itself an earlier day does not undo what was missed before it was written down', () => {
    const backdated = act('k', {
      ...onAddress,
      act: 'waive',
      occurredAt: '1950-01-01T00:00:00.000Z',
      recordedAt: '2025-04-01T00:00:00.000Z',
    });
    expect(shownAt('2025-04-01T00:00:00Z', backdated)).toMatchObject({
      state: 'waived',
      late: true,
      level: 1,
    });
    expect(shownAt('2025-03-15T00:00:00Z', backdated)).toMatchObject({ state: 'waived', late: true });
    const notLater = act('k', { ...backdated.data, recordedAt: '2025-02-01T00:00:00.000Z' });
    expect(shownAt('2025-04-01T00:00:00Z', notLater)).toMatchObject({
      state: 'waived',
      late: false,
      level: 0,
    });
  });

  it('what is done after all is met, though waived', () => {
    const address = { line1: '12 Elm Street', city: 'Houston', state: 'TX' as const, postalCode: '77001' };
    const later = record('hhs.address', 'a', { data: { effectiveOn: '2025-05-01', address } });
    expect(statesAt(dutiesBy('usable-address', release, later, waived), '2025-05-02T00:00:00Z')).toBe(
      'met late',
    );
  });

  it('a waiver after it was met or lapsed changes nothing', () => {
    const back = record('hhs.placement', 'p', { data: { admittedAt: '2025-03-15T00:00:00Z' } });
    expect(statesAt(dutiesBy('usable-address', release, back, waived), '2025-05-01T00:00:00Z')).toBe(
      'lapsed late',
    );
  });

  it('a higher version that is voided takes an act back, as if it had never been', () => {
    const back = act('k', {
      ...onAddress,
      act: 'waive',
      version: 2,
      voided: true,
      occurredAt: '2025-05-01T00:00:00.000Z',
    });
    expect(addressAt('2025-04-15T00:00:00Z', waived, back)).toBe('overdue');
    expect(addressAt('2025-06-01T00:00:00Z', back, waived)).toBe('overdue');
  });

  it('an act on another rule, owner or record changes nothing', () => {
    const others = [
      act('k1', { ...onAddress, act: 'waive', obligation: 'wellbeing-call' }),
      act('k2', { ...onAddress, act: 'waive', owner: 'ice' }),
      act('k3', { ...onAddress, act: 'waive', subject: 'hhs.release/other@hhs:test' }),
    ];
    const { children, unlinked } = caseFilesOf([release, ...others]);
    expect(unlinked).toEqual(['rollcall.obligation-act/k3']);
    const { duties } = courseOf(children[0]!, currentPolicy);
    const found = duties.find(({ rule }) => rule.id === 'usable-address')!;
    expect(dutyStateAt(found, Date.parse('2025-06-01T00:00:00Z')).state).toBe('overdue');
  });

  it('an act on a record that waits for a person waits with it', () => {
    const ids = [
      { aNumber: 'A012345678', orrId: 'o' },
      { aNumber: 'A087654321', orrId: 'o' },
      { orrId: 'o' },
    ];
    const records = ids.map((one, n) => record('hhs.release', `r${n}`, { ids: one }));
    const onWaiting = act('k', { ...onAddress, subject: 'hhs.release/r2@hhs:test' });
    const { children, unlinked } = caseFilesOf([...records, onWaiting]);
    expect(unlinked).toEqual(['hhs.release/r2@hhs:test', 'rollcall.obligation-act/k']);
    expect(children.flatMap((child) => child.acts)).toEqual([]);
  });
});

const silencesAt = (duties: readonly OwedDuty[], at: number) =>
  silencesOf(
    duties,
    duties.map((duty) => obligationAt(duty, at)),
  );

describe('what has not come', () => {
  it('is the record that an overdue duty asks for, since then', () => {
    const duties = dutiesBy(
      'serve-nta',
      record('ice.custody-transfer', 't', { data: { transferredAt: '2025-02-10T12:00:00Z' } }),
    );
    expect(silencesAt(duties, Date.parse('2025-03-12T11:59:59Z'))).toEqual([]);
    expect(silencesAt(duties, Date.parse('2025-03-12T12:00:00Z'))).toEqual([
      {
        expected: 'ice.notice-to-appear',
        from: 'ice',
        since: '2025-03-12T12:00:00.000Z',
        obligation: 'serve-nta',
        subject: 'ice.custody-transfer/t@ice:test',
      },
    ]);
  });

  it('is what each of two owners has to say', () => {
    const duties = dutiesBy(
      'respond-to-missed-hearing',
      record('eoir.decision', 'd', { data: { decidedOn: '2025-11-26', inAbsentia: 'yes' } }),
    );
    const shown = silencesAt(duties, Date.parse('2025-12-05T05:00:00Z'));
    expect(shown.map(({ expected, from }) => [expected, from])).toEqual([
      ['hhs.wellbeing-call', 'hhs'],
      ['ice.location-check', 'ice'],
    ]);
  });

  it('is nothing where no record would meet it', () => {
    expect(
      silencesAt(dutiesBy('usable-address', record('hhs.release', 'r')), Date.parse('2026-01-01T00:00:00Z')),
    ).toEqual([]);
  });
});

describe('the rules', () => {
  it('are sixteen, each with an id of its own, and say what they are by', () => {
    expect(new Set(obligationRules.map((rule) => rule.id)).size).toBe(16);
    for (const { title, authority, starts, metBy, owners } of obligationRules) {
      expect(Math.min(title.length, starts.length, metBy.length, owners.length)).toBeGreaterThan(0);
      expect(authority.length).toBeLessThanOrEqual(120);
    }
  });
});
