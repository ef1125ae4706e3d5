import { describe, expect, it } from '@jest/globals';
import { checkRecord } from '../../src/contracts/check-record.ts';
import { neverTakenIn } from '../../src/contracts/never-taken-in.ts';
import { recordSchemas, recordTypes } from '../../src/contracts/records/index.ts';
import { Address } from '../../src/contracts/address.ts';
import { Person } from '../../src/contracts/person.ts';

describe('neverTakenIn', () => {
  it.each([
    ['sponsorImmigrationStatus', /immigration status/],
    ['sponsor_status', /immigration status/],
    ['household-immigration-status', /immigration status/],
    ['sponsorLegalStatus', /immigration status/],
    ['biometrics', /biometrics/],
    ['sponsorDna', /biometrics/],
    ['fingerprintHash', /biometrics/],
    ['ssn', /Social Security/],
    ['sponsorSsn', /Social Security/],
    ['SocialSecurityNumber', /Social Security/],
    ['sponsorEmployer', /employers/],
    ['householdMembers', /household members/],
    ['siblings', /household members/],
    ['clinicalNotes', /clinical/],
    ['counselingText', /clinical/],
    ['significantIncidentReport', /clinical/],
    ['asylumClaim', /asylum/],
    ['sijStatus', /asylum/],
    ['shelterAddress', /shelters/],
    ['shelterStreetAddress', /shelters/],
    ['flightRisk', /scores/],
    ['enforcementPriority', /scores/],
    ['comments', /free-text/],
    ['note', /free-text/],
    ['case_notes', /free-text/],
  ])('says why %s is not taken in', (name, reason) => {
    expect(neverTakenIn(name)).toMatch(reason);
  });

  it('takes no field of ours for one of them', () => {
    const fields = [
      ...Object.keys(Address.shape),
      ...Object.keys(Person.shape),
      ...recordTypes.flatMap((type) => Object.keys(recordSchemas[type].shape)),
    ];
    expect(fields.filter((field) => neverTakenIn(field) !== null)).toEqual([]);
  });

  it('is the reason of the refusal, at any depth', () => {
    const checked = checkRecord('hhs.address', {
      recordId: 'AD-1',
      version: 1,
      occurredAt: '2026-01-01T00:00:00Z',
      recordedAt: '2026-01-01T00:00:00Z',
      person: { identifiers: { orrId: 'O-1', ssn: 'x' } },
      effectiveOn: '2026-01-01',
      address: { line1: '1 Invented Way', householdMembers: [] },
    });
    expect(checked).toMatchObject({
      ok: false,
      refusals: [
        { code: 'never-taken-in', field: '/person/identifiers/ssn', found: 'string(1)' },
        { code: 'never-taken-in', field: '/address/householdMembers', found: 'array(0)' },
      ],
    });
  });
});
