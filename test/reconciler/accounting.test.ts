import { describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../src/domain/case-file.ts';
import { aliasOf } from '../../src/domain/case-files.ts';
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
