import { describe, expect, it } from '@jest/globals';
import { actKey, agencyIdOf, baseOf, compareContents, recordKey } from '../../src/domain/case-file.ts';
import { record } from '../support/records.ts';

it('a record’s key is its type, its id and the system that gave it', () => {
  const key = recordKey('hhs.release', 'R/1', 'urn:us-gov:hhs:uc-portal');
  expect(key).toBe('hhs.release/R/1@hhs:uc-portal');
  expect(agencyIdOf(key)).toBe('hhs.release/R/1');
  expect(actKey('hhs:1')).toBe('rollcall.obligation-act/hhs:1');
});

it('baseOf gives the fields that every record has', () => {
  expect(baseOf(record('eoir.case', 'c', { data: { version: 3 } }))).toMatchObject({
    recordId: 'c',
    version: 3,
  });
});

describe('compareContents', () => {
  const early = record('eoir.case', 'c', { data: { recordedAt: '2025-01-01T00:00:00.000Z' } });
  const late = record('eoir.case', 'c', { data: { recordedAt: '2025-01-01T00:00:00.001Z' } });

  it('puts the content recorded later first, to the millisecond', () => {
    expect(compareContents(late, early)).toBeGreaterThan(0);
    expect(compareContents(early, late)).toBeLessThan(0);
  });

  it('then the one of the greater digest', () => {
    const [a, b] = [
      { ...early, digest: 'a' },
      { ...early, digest: 'b' },
    ];
    expect(compareContents(b, a)).toBeGreaterThan(0);
    expect(compareContents(a, b)).toBeLessThan(0);
    expect(compareContents(a, { ...a })).toBe(0);
  });

  it('looks at neither event id nor source', () => {
    expect(compareContents(early, { ...early, source: 'z', eventId: 'z' })).toBe(0);
  });
});
