import { describe, expect, it } from '@jest/globals';
import type { Caller } from '../../../src/api/auth/caller.ts';
import { Clearance } from '../../../src/api/clearance/clearance.ts';
import { dutyLimits, fieldLimits, momentsWithheld } from '../../../src/api/clearance/rules.ts';
import { recordSchemas, recordTypes } from '../../../src/contracts/records/index.ts';
import { Withheld } from '../../../src/contracts/withheld.ts';
import { obligationRules } from '../../../src/domain/obligations/index.ts';

const reader = (agency: Caller['agency'], ...scopes: string[]): Clearance =>
  new Clearance({ agency, scopes: new Set(['status:read', ...scopes]) });

/** Fields that are withheld, of all that records of all types may say. */
function withheldFrom(clearance: Clearance): string[] {
  return recordTypes.flatMap((type) => {
    const whole = Object.fromEntries(Object.keys(recordSchemas[type].shape).map((name) => [name, name]));
    const { says, withheld } = clearance.ofRecord(type, whole);
    const names = withheld.map(({ field }) => field);
    expect([...Object.keys(says), ...names].sort()).toEqual(Object.keys(whole).sort());
    return names.map((name) => `${type} ${name}`);
  });
}

const addresses = ['hhs.release address', 'hhs.address address'];
const categories = ['hhs.placement sponsorCategory', 'hhs.release sponsorCategory'];

describe('what is withheld', () => {
  it.each<[string, Clearance, string[], string[]]>([
    ['HHS', reader('hhs'), [], []],
    ['EOIR', reader('eoir'), [], []],
    ['ICE', reader('ice'), [...addresses, ...categories], ['age-out-plan']],
    ['ICE with address:read', reader('ice', 'address:read'), categories, ['age-out-plan']],
    ['a caller of no agency', reader(null), [...addresses, ...categories], ['age-out-plan']],
    ['an operator', reader(null, 'ops'), [...addresses, ...categories], ['age-out-plan']],
    ['an overseer with address:read', reader(null, 'address:read'), categories, ['age-out-plan']],
  ])('%s', (_, clearance, fields, duties) => {
    expect(withheldFrom(clearance).sort()).toEqual([...fields].sort());
    const told = obligationRules.filter(({ id }) => clearance.dutyWithheld(id) !== null);
    expect(told.map(({ id }) => id)).toEqual(duties);
  });

  it('is nothing that a record does not have', () => {
    expect(reader('ice').ofRecord('hhs.release', { dischargeType: 'died' })).toEqual({
      says: { dischargeType: 'died' },
      withheld: [],
    });
  });

  it('is never what the court was told: ICE is a party there', () => {
    const { says, withheld } = reader('ice').ofRecord('eoir.address-change', { address: { city: 'X' } });
    expect([says, withheld]).toEqual([{ address: { city: 'X' } }, []]);
  });

  it('says of each why, by which authority, in the length that the contract allows', () => {
    for (const { reason, openedBy, ...rest } of [...fieldLimits, ...dutyLimits]) {
      const field = 'field' in rest ? rest.field : 'obligations';
      expect(Withheld.parse({ field, reason, openedBy })).toBeDefined();
      expect(reason).toMatch(/\((HHS-DHS MOA|ORR form)/);
    }
  });

  it('says of a status’s moments why, too', () => {
    for (const one of momentsWithheld) expect(Withheld.parse(one)).toEqual(one);
  });

  it('sends no status that it can’t leave the moments out of', () => {
    const odd = { doc: '{"asOf":null,"nextChangeAt":null}', positions: '{}', etag: 'e' };
    expect(() => reader('ice').ofStatus(odd, new Date(0))).toThrow('begin');
    expect(reader('hhs').ofStatus(odd, new Date(0))).toEqual({
      etag: 'e',
      text: '{"asOf":null,"nextChangeAt":null,"positions":{},"withheld":[]}',
    });
  });

  it('names the owner of each duty as the duty does', () => {
    for (const { obligation, owner } of dutyLimits)
      expect(obligationRules.find(({ id }) => id === obligation)?.owners).toEqual([owner]);
  });
});
