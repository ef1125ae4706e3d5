import { describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../src/domain/case-file.ts';
import { aliasOf } from '../../src/domain/case-files.ts';
import { MOST_COMPANIONS } from '../../src/domain/identity/overused-ids.ts';
import { accountingOf } from '../../src/reconciler/accounting.ts';
import type { AppliedRecord } from '../../src/store/queries/record-row.ts';
import { record } from '../support/records.ts';

const received = (assertion: Assertion, at: string): AppliedRecord => ({
  assertion,
  receivedAt: new Date(at),
  position: { topic: 'any', partition: 0, offset: '0' },
  childId: null,
  linkRule: 'any',
  overused: false,
  overusedIds: [],
});

describe('whom an answer told of, where a release was another child’s until a correction', () => {
  const [a, b] = [{ aNumber: 'A055555551' }, { aNumber: 'A055555552' }];
  const stays = record('hhs.placement', 'p', { ids: a });
  const moves = record('hhs.release', 'r', { ids: a });
  const moved = record('hhs.release', 'r', {
    ids: b,
    data: { version: 2, recordedAt: '2025-02-02T00:00:00.000Z' },
  });
  const around = [
    received(stays, '2026-01-01T00:00:00Z'),
    received(moves, '2026-01-01T00:00:01Z'),
    received(moved, '2026-01-03T10:00:00Z'),
  ];
  const ofB = accountingOf(around, new Set([moved.key]));
  const told = (at: string, knownAt: string | null = null) =>
    ofB.isOf({
      id: aliasOf(stays.key),
      at: new Date(at),
      knownAt: knownAt === null ? null : new Date(knownAt),
    });

  it('is the one who has it now, until the correction was received', () => {
    expect(told('2026-01-02T00:00:00Z')).toBe(true);
    expect(told('2026-01-03T09:59:59Z')).toBe(true);
  });

  it('may be for a day more, since the correction may have been applied later', () => {
    expect(told('2026-01-03T10:30:00Z')).toBe(true);
    expect(told('2026-01-04T09:59:59Z')).toBe(true);
    expect(told('2026-01-04T10:00:00Z')).toBe(false);
  });

  it('goes by what was asked for as known then, whenever it was', () => {
    expect(told('2026-06-01T00:00:00Z', '2026-01-02T00:00:00Z')).toBe(true);
    expect(told('2026-06-01T00:00:00Z', '2026-01-03T10:00:00Z')).toBe(false);
  });
});

describe('whom an answer told of, where an agency’s id tied a release to a child until it came with too many', () => {
  const ids = { orrId: 'orr-1' };
  const numbered = (n: number) =>
    record('hhs.placement', `p${n}`, { ids: { ...ids, aNumber: `A0777777${n + 10}` } });
  const tied = record('hhs.release', 'r', { ids });
  const stays = numbered(0);
  const around = [
    received(stays, '2026-01-01T00:00:00Z'),
    received(tied, '2026-01-01T00:00:01Z'),
    ...Array.from({ length: MOST_COMPANIONS }, (_, n) => received(numbered(n + 1), '2026-02-01T00:00:00Z')),
  ].map((one) => ({ ...one, overusedIds: ['orr:orr-1'] }));
  const told = (of: Assertion, at: string, knownAt: string | null = null) =>
    accountingOf(around, new Set([of.key])).isOf({
      id: aliasOf(stays.key),
      at: new Date(at),
      knownAt: knownAt === null ? null : new Date(knownAt),
    });

  it('is the waiting release too, as long as it was that child’s', () => {
    expect(told(tied, '2026-01-05T00:00:00Z')).toBe(true);
    expect(told(tied, '2026-02-01T23:59:59Z')).toBe(true);
    expect(told(tied, '2026-02-03T00:00:00Z')).toBe(false);
    expect(told(stays, '2026-01-05T00:00:00Z')).toBe(true);
    expect(told(stays, '2026-02-03T00:00:00Z')).toBe(true);
  });
});
