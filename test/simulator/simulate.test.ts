import v8 from 'node:v8';
import vm from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { checkRecord } from '../../src/contracts/check-record.ts';
import { EventAttributes } from '../../src/contracts/envelope.ts';
import { canonicalANumber } from '../../src/contracts/person.ts';
import { noFaults, type Sent, simulate, simulateChildren, truthOf } from '../../src/simulator/index.ts';
import * as stated from '../../src/simulator/shares.ts';

const CHILDREN = 4000;
const children = [...simulateChildren({ children: CHILDREN, seed: 'shares' })];
const sent = children.flatMap(({ events }) => events);

describe('determinism', () => {
  const text = (events: Iterable<Sent>): string => JSON.stringify([...events]);

  it('gives the same bytes for the same seed, and others for another', () => {
    const once = text(simulate({ children: 150, seed: 'one' }));
    expect(text(simulate({ children: 150, seed: 'one' }))).toBe(once);
    expect(text(simulate({ children: 150, seed: 'two' }))).not.toBe(once);
  });

  it('gives child i the same events whatever the number of children, alone or in the stream', () => {
    const few = [...simulateChildren({ children: 20, seed: 'one' })];
    const many = [...simulateChildren({ children: 60, seed: 'one' })];
    expect(JSON.stringify(many.slice(0, 20).map(({ events }) => events))).toBe(
      JSON.stringify(few.map(({ events }) => events)),
    );
    expect(JSON.stringify([...simulateChildren({ children: 1, first: 17, seed: 'one' })][0]?.events)).toBe(
      JSON.stringify(few[17]?.events),
    );
    const childOf = (id: string): number =>
      few.findIndex(({ events }) => events.some(({ event }) => event.id === id));
    const streamed = few.map(() => [] as Sent[]);
    for (const one of simulate({ children: 20, seed: 'one' })) streamed[childOf(one.event.id)]?.push(one);
    expect(JSON.stringify(streamed)).toBe(JSON.stringify(few.map(({ events }) => events)));
  });

  it('lives the same lives whatever the faults', () => {
    const lives = (faults: object): string =>
      JSON.stringify([...simulateChildren({ children: 50, faults })].map(({ people }) => people[0].life));
    expect(lives(noFaults)).toBe(lives({}));
  });
});

describe('events', () => {
  it('are taken by the contracts, and refused by them where they are meant to be', () => {
    for (const { event, expect: expected } of sent) {
      const { data, ...attributes } = event;
      if (!EventAttributes.safeParse(attributes).success)
        throw new Error(`envelope of ${JSON.stringify(event)}`);
      const checked = checkRecord(event.type, data);
      if (checked.ok !== (expected !== 'rejected')) throw new Error(`${expected}: ${JSON.stringify(event)}`);
    }
  });

  it('come as about eight records a child', () => {
    expect(sent.length / CHILDREN).toBeGreaterThan(7.4);
    expect(sent.length / CHILDREN).toBeLessThan(9);
  });

  it('say duplicate for an event that came before with this content, conflict with another', () => {
    const seen = new Map<string, Set<string>>();
    for (const { event, expect: expected } of sent) {
      const key = `${event.source} ${event.id}`;
      const content = JSON.stringify(event.data);
      const before = seen.get(key);
      if (expected === 'rejected') continue;
      expect(expected).toBe(
        before === undefined ? 'accepted' : before.has(content) ? 'duplicate' : 'conflict',
      );
      if (before === undefined) seen.set(key, new Set([content]));
      else before.add(content);
    }
  });

  it('never tell of something before it happened, but by a mistake', () => {
    for (const { event, fault } of sent) {
      if (fault === null)
        expect(event.data.recordedAt > event.data.occurredAt || event.data.recordedAt >= '2026-09-30').toBe(
          true,
        );
    }
  });
});

describe('faults', () => {
  const events = sent.length;
  const made = (fault: string): number => sent.filter((one) => one.fault === fault).length;

  it.each([
    ['duplicates', 0.02],
    ['resends', 0.01],
    ['otherEvents', 0.007],
    ['versionConflicts', 0.003],
    ['eventConflicts', 0.002],
    ['rejected', 0.003],
    ['voided', 0.005],
    ['corrections', 0.028],
  ])('%s: about %d of all events', (fault, share) => {
    expect(made(fault) / events).toBeGreaterThan(share * 0.6);
    expect(made(fault) / events).toBeLessThan(share * 1.6);
  });

  it('are none when off, and then a child’s events come as they were recorded', () => {
    for (const { events: clean } of simulateChildren({ children: 400, faults: noFaults })) {
      expect(clean.every(({ fault, expect: expected }) => fault === null && expected === 'accepted')).toBe(
        true,
      );
      const moments = clean.map(({ event }) => event.data.recordedAt);
      expect(moments).toEqual([...moments].sort());
    }
  });

  it('change no child’s status', () => {
    const at = new Date('2026-10-01T04:00:00Z');
    const status = (faults: object): string[] =>
      [...simulateChildren({ children: 400, faults })].map(({ people }) => {
        const { placement, noticeToAppear, court, address, contact, verification } = truthOf(people[0], at);
        return JSON.stringify([placement, noticeToAppear, court, address, contact, verification]);
      });
    expect(status({})).toEqual(status(noFaults));
  });
});

describe('shares', () => {
  const lives = children.map(({ people }) => people[0].life);
  const share = (of: (life: (typeof lives)[number]) => boolean, among = lives): number =>
    among.filter(of).length / among.length;
  const reunified = lives.filter((life) => life.releases[0]?.dischargeType === 'reunified-with-sponsor');

  it.each([
    [
      'Notice to Appear served',
      share((life) => life.notices.some(({ served }) => served !== undefined)),
      stated.NTA_SERVED,
      0.03,
    ],
    [
      'failed to appear',
      share((life) =>
        life.decisions.some(
          (one) =>
            one.motionCode === undefined && (one.inAbsentia === 'yes' || one.otherCompletionCode === 'B'),
        ),
      ),
      stated.FAILURES_TO_APPEAR,
      0.015,
    ],
    [
      'unusable release address',
      share((life) => life.releases[0]?.address?.kind !== 'usable', reunified),
      stated.UNUSABLE_ADDRESSES,
      0.015,
    ],
    [
      'reunified with a sponsor',
      reunified.length / lives.filter((life) => life.releases.length > 0).length,
      0.9,
      0.02,
    ],
    [
      'early records of DHS without an A-number',
      share((life) => life.identity === 'early-without' || life.identity === 'never'),
      0.29,
      0.03,
    ],
  ])('%s: %d', (_, found, wanted, tolerance) => {
    expect(Math.abs(found - wanted)).toBeLessThan(tolerance);
  });

  it('has children of every placement, court and address value', () => {
    const at = new Date('2026-10-01T04:00:00Z');
    const found = {
      court: new Set<string>(),
      address: new Set<string>(),
      notice: new Set<string>(),
      contact: new Set<string>(),
    };
    for (const { people } of children) {
      const truth = truthOf(people[0], at);
      found.court.add(truth.court.value);
      found.address.add(truth.address.value);
      found.notice.add(truth.noticeToAppear.value);
      found.contact.add(truth.contact.value);
    }
    expect([found.court.size, found.address.size, found.notice.size, found.contact.size]).toEqual([
      9, 6, 5, 5,
    ]);
  });
});

describe('identities', () => {
  it('ties every linked record to its child by identifiers alone', () => {
    for (const { people, unlinked } of children) {
      const child = people[0];
      const left = new Map(child.records.map(({ key, content }) => [key, content]));
      const known = new Set<string>([`aNumber:${child.life.ids.aNumber}`]);
      if (child.life.identity === 'never') known.add(`orrId:${child.life.ids.orrId}`);
      for (let grown = true; grown;) {
        grown = false;
        for (const [key, { person }] of left) {
          const ids = Object.entries(person.identifiers ?? {}).map(([name, value]) =>
            name === 'aNumber' ? `aNumber:${canonicalANumber(value)}` : `${name}:${value}`,
          );
          if (!ids.some((id) => known.has(id))) continue;
          ids.forEach((id) => known.add(id));
          left.delete(key);
          grown = true;
        }
      }
      // A child of whom nothing but DHS's own id is known yet has one record.
      if (left.size > 0) expect(child.records.map(({ type }) => type)).toEqual(['ice.custody-transfer']);
      for (const key of unlinked) expect(child.records.some((record) => record.key === key)).toBe(false);
    }
  });

  it('says which records wait unlinked, and has people whom mistakes made', () => {
    const mixedUp = [...simulateChildren({ children: 6000, seed: 'mix' })].filter(
      ({ people }) => people[0].life.identity === 'mixed-up',
    );
    expect(mixedUp.length).toBeGreaterThan(10);
    expect(mixedUp.some(({ unlinked }) => unlinked.length > 0)).toBe(true);
    for (const { people, events, unlinked } of mixedUp) {
      const [child, stranger] = people;
      const wrong = stranger?.identifiers.aNumber ?? '';
      expect(wrong).toMatch(/^A8/);
      expect(child.identifiers.orrId).toBeUndefined();
      expect(events.some(({ event }) => event.data.person.identifiers?.aNumber === wrong)).toBe(true);
      for (const key of unlinked) {
        const said = events.filter(
          ({ event, expect: expected }) =>
            expected !== 'rejected' && `${event.type}/${event.data.recordId}` === key,
        );
        expect(
          said.every(({ event }) => Object.keys(event.data.person.identifiers ?? {}).join() === 'orrId'),
        ).toBe(true);
      }
    }
  });
});

describe('streaming', () => {
  it('holds no more after 8,000 children than after the first', () => {
    v8.setFlagsFromString('--expose-gc');
    const collect = vm.runInNewContext('gc') as () => void;
    const held: number[] = [];
    let count = 0;
    for (const { event } of simulate({ children: 8_000 })) {
      if (event.id === '') throw new Error('no id');
      if (++count % 10_000 !== 0) continue;
      collect();
      held.push(process.memoryUsage().heapUsed);
    }
    expect(count).toBeGreaterThan(56_000);
    expect(Math.max(...held) - held[0]!).toBeLessThan(10e6);
  });
});
