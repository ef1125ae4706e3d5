import { describe, expect, it } from '@jest/globals';
import { identifierTexts, isANumber, textsOf } from '../../../src/domain/identity/identifiers.ts';
import { record } from '../../support/records.ts';

describe('textsOf', () => {
  it('names each identifier with its kind', () => {
    expect(
      textsOf({ aNumber: 'A012345678', orrId: '1', eidSubjectId: '1', eoirCaseId: '1', fin: '1234' }),
    ).toEqual(['a:A012345678', 'orr:1', 'eid:1', 'eoir:1', 'fin:1234']);
  });

  it('gives nothing where there is none', () => {
    expect(textsOf({})).toEqual([]);
  });
});

describe('identifierTexts', () => {
  it('reads a record’s identifiers, with an A-number in its one spelling', () => {
    expect(identifierTexts(record('hhs.release', 'r', { ids: { aNumber: 'a 12-345-678' } }))).toEqual([
      'a:A012345678',
    ]);
  });

  it('gives nothing for a record with name and birth date only', () => {
    expect(identifierTexts(record('hhs.release', 'r', { ids: {} }))).toEqual([]);
  });
});

it.each([
  ['a:A012345678', true],
  ['orr:a:1', false],
  ['eid:A012345678', false],
])('%s is an A-number: %s', (text, is) => {
  expect(isANumber(text)).toBe(is);
});
