import { describe, expect, it } from '@jest/globals';
import { contradictions, found } from './contradictions.ts';
import { record } from '../../support/records.ts';

const rule = 'record-of-two-systems';
const [one, other] = ['A097950001', 'A097950002'];
const from = (system: string, aNumber: string | undefined, version: number, more: object = {}) =>
  record('ice.custody-transfer', '1001', {
    source: `urn:us-gov:${system}`,
    ids: aNumber === undefined ? { orrId: 'R-1' } : { aNumber },
    data: { version, ...more },
  });
const shown = ['ice: ice.custody-transfer/1001 always open'];

describe(rule, () => {
  it.each([1, 2])('shows one id for two A-numbers from two systems, the second by version %i', (version) => {
    const records = [from('cbp:e3', one, 1), from('ice:eid', other, version)];
    expect(found(rule, ...records)).toEqual(shown);
    expect(found(rule, ...records.reverse())).toEqual(shown);
    const [{ detail } = { detail: '' }] = contradictions(rule, ...records);
    expect(detail).toMatch(/^urn:us-gov:cbp:e3 and urn:us-gov:ice:eid have records/);
    expect(detail).not.toMatch(/A0979/);
  });

  it('shows it also where the one in use is withdrawn: the other is still out of use', () => {
    expect(
      found(
        rule,
        from('cbp:e3', one, 1),
        from('ice:eid', other, 1),
        from('ice:eid', other, 2, { voided: true }),
      ),
    ).toEqual(shown);
  });

  it('is closed when one withdrew its record and the other sent its own again', () => {
    expect(
      found(
        rule,
        from('cbp:e3', one, 1),
        from('ice:eid', other, 1),
        from('ice:eid', other, 2, { voided: true }),
        from('cbp:e3', one, 3),
      ),
    ).toEqual([]);
  });

  it('goes by what each system said last', () => {
    expect(found(rule, from('cbp:e3', one, 1), from('cbp:e3', other, 2), from('ice:eid', other, 3))).toEqual(
      [],
    );
  });

  it.each([
    ['one system corrects an A-number', [from('cbp:e3', one, 1), from('cbp:e3', other, 2)]],
    ['two systems tell of one child', [from('cbp:e3', one, 1), from('ice:eid', one, 2)]],
    ['one has no A-number', [from('cbp:e3', undefined, 1), from('ice:eid', one, 2)]],
  ])('shows nothing where %s', (_title, records) => {
    expect(found(rule, ...records)).toEqual([]);
  });
});
