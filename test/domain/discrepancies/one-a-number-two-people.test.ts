import { describe, expect, it } from '@jest/globals';
import { record, someANumber } from '../../support/records.ts';
import { contradictions, found } from './contradictions.ts';

const rule = 'one-a-number-two-people';
const called = (given: string[], surnames: string[]) => ({ given, surnames });
const ana = called(['Ana', 'Lucía'], ['Inventada']);
const luis = called(['Luis'], ['Ficticio']);
const told = (
  type: 'ice.custody-transfer' | 'hhs.placement' | 'hhs.release',
  recordId: string,
  ids: object,
  name?: { given: string[]; surnames: string[] },
  more: object = {},
) =>
  record(type, recordId, {
    data: {
      person: { identifiers: { aNumber: someANumber, ...ids }, ...(name === undefined ? {} : { name }) },
      ...more,
    },
  });
const later = { recordedAt: '2025-02-01T00:00:00Z' };
const one = told('ice.custody-transfer', 'a', { eidSubjectId: 'E-1', orrId: 'O-1' }, ana);

describe(rule, () => {
  it('shows two ids of one agency with two names: the agency that recorded the second is told', () => {
    expect(found(rule, one, told('hhs.placement', 'b', { orrId: 'O-2' }, luis, later))).toEqual([
      'hhs: hhs.placement/b@hhs:test ice.custody-transfer/a@ice:test always open',
    ]);
    expect(found(rule, one, told('hhs.placement', 'b', { eidSubjectId: 'E-2' }, luis, later))).toHaveLength(
      1,
    );
  });

  it('shows two names that have but a particle in common', () => {
    const [cruz, rosa] = [called(['Eva'], ['de la Cruz']), called(['Luis'], ['de la Rosa'])];
    const first = told('ice.custody-transfer', 'a', { orrId: 'O-1' }, cruz);
    expect(found(rule, first, told('hhs.placement', 'b', { orrId: 'O-2' }, rosa, later))).toHaveLength(1);
  });

  it.each([
    ['the first', called(['Ana'], ['Unknown']), called(['Mariana'], ['Ficticio'])],
    ['the second', called(['Mariana'], ['Ficticio']), called(['Ana'], ['Unknown'])],
  ])('is none where a word of %s is in one of the other’s', (_title, a, b) => {
    const first = told('ice.custody-transfer', 'a', { orrId: 'O-1' }, a);
    expect(found(rule, first, told('hhs.placement', 'b', { orrId: 'O-2' }, b, later))).toEqual([]);
  });

  it.each([
    ['the first', called(['Unknown'], ['Unknown']), luis],
    ['the second', luis, called(['Unknown'], ['Unknown'])],
  ])('is none where %s has no name that is known', (_title, a, b) => {
    const first = told('ice.custody-transfer', 'a', { orrId: 'O-1' }, a);
    expect(found(rule, first, told('hhs.placement', 'b', { orrId: 'O-2' }, b, later))).toEqual([]);
  });

  it('compares two records by themselves, whatever a third says', () => {
    const both = called(['Ana', 'Luis'], ['Inventada']);
    const third = told('hhs.release', 'c', { orrId: 'O-3' }, both, later);
    expect(found(rule, one, told('hhs.placement', 'b', { orrId: 'O-1' }, luis, later), third)).toEqual([]);
  });

  it('takes two records for the same only where both ids and the names are', () => {
    const other = told('hhs.placement', 'b', { eidSubjectId: 'E-2', orrId: 'O-1' }, luis, later);
    expect(found(rule, one, other)).toHaveLength(1);
    const [hhs, ice] = [
      told('hhs.placement', 'b', { orrId: 'O-1' }, ana),
      told('ice.custody-transfer', 'a', { eidSubjectId: 'E-1' }, ana, later),
    ];
    expect(
      found(rule, hhs, ice, told('hhs.release', 'c', { eidSubjectId: 'E-2' }, luis, later)),
    ).toHaveLength(1);
  });

  it('tells no name', () => {
    const [shown] = contradictions(rule, one, told('hhs.placement', 'b', { orrId: 'O-2' }, luis, later));
    expect(shown!.detail).toBe('two ids of one agency, and names without a word in common');
  });

  it('shows each pair once, however many records say it', () => {
    const all = ['b', 'c', 'd'].map((id) => told('hhs.release', id, { orrId: 'O-2' }, luis, later));
    expect(found(rule, one, ...all)).toHaveLength(1);
  });

  it.each([
    ['one id and two names', told('hhs.placement', 'b', { orrId: 'O-1' }, luis, later)],
    ['two names and no id of an agency', told('hhs.placement', 'b', {}, luis, later)],
    ['ids of two agencies', told('hhs.placement', 'b', { fin: '12345' }, luis, later)],
    ['two ids and no name', told('hhs.placement', 'b', { orrId: 'O-2' }, undefined, later)],
    [
      'two ids and a name with one word in common, accents and capitals aside',
      told('hhs.placement', 'b', { orrId: 'O-2' }, called(['LUCIA'], ['Ficticio']), later),
    ],
    [
      'a word in common on the other side of a hyphen',
      told('hhs.placement', 'b', { orrId: 'O-2' }, called(['Eva'], ['Ficticio-Inventada']), later),
    ],
    [
      'words that the other system writes as one',
      told('hhs.placement', 'b', { orrId: 'O-2' }, called(['Eva'], ['Analucia']), later),
    ],
    [
      'a name that is not known',
      told('hhs.placement', 'b', { orrId: 'O-2' }, called(['Unknown'], ['Unknown']), later),
    ],
    [
      'a name in other letters',
      told('hhs.placement', 'b', { orrId: 'O-2' }, called(['Анна'], ['Придуманная']), later),
    ],
    [
      'a word of a name in a longer one',
      told('hhs.placement', 'b', { orrId: 'O-2' }, called(['Mariana'], ['Ficticio']), later),
    ],
    [
      'a name partly in other letters',
      told('hhs.placement', 'b', { orrId: 'O-2' }, called(['Luis'], ['Придуманная']), later),
    ],
    [
      'a record that is withdrawn',
      told('hhs.placement', 'b', { orrId: 'O-2' }, luis, { ...later, voided: true }),
    ],
  ])('%s is none', (_title, other) => {
    expect(found(rule, one, other)).toEqual([]);
  });

  it('is closed by a higher version of either', () => {
    const other = told('hhs.placement', 'b', { orrId: 'O-2' }, luis, later);
    const corrected = told('hhs.placement', 'b', { orrId: 'O-1' }, luis, { ...later, version: 2 });
    expect(found(rule, one, other)).toHaveLength(1);
    expect(found(rule, one, other, corrected)).toEqual([]);
  });
});
