import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { addressRuns } from '../../../src/domain/dimensions/address.ts';
import { placementFacts } from '../../../src/domain/dimensions/placement.ts';
import { contradictionsOf, discrepancyRules } from '../../../src/domain/discrepancies/index.ts';
import { factsOf } from '../../../src/domain/facts.ts';
import { currentPolicy } from '../../../src/domain/policy.ts';
import { caseFileOf, record } from '../../support/records.ts';

const domainPage = readFileSync(new URL('../../../docs/domain.md', import.meta.url), 'utf8');

describe('the rules', () => {
  it('are in the order of their ids, each once, each with its reason', () => {
    const ids = discrepancyRules.map((rule) => rule.id);
    expect(ids).toEqual([...new Set(ids)].sort());
    for (const rule of discrepancyRules) expect([rule.owner, rule.why, rule.closedBy]).not.toContain('');
  });

  it.each(discrepancyRules.map((rule) => rule.id))('docs/domain.md defines %s', (id) => {
    expect(domainPage.includes(`\`${id}\``)).toBe(true);
  });
});

describe('contradictionsOf', () => {
  const recordedAt = '2025-03-03T00:00:00Z';
  const records = [
    record('hhs.release', 'r', {
      data: {
        recordedAt,
        releasedAt: '2025-01-01T15:00:00Z',
        address: { line1: '1 Main St', postalCode: '77002' },
      },
    }),
    record('hhs.release', 's', {
      data: { recordedAt, releasedAt: '2025-02-01T15:00:00Z', dischargeType: 'died' },
    }),
    record('hhs.placement', 'p', {
      data: { recordedAt, admittedAt: '2025-03-02T15:00:00Z', endedAt: '2025-03-01T15:00:00Z' },
    }),
    record('ice.notice-to-appear', 'n', {
      data: { recordedAt, issuedOn: '2025-01-05', servedOn: '2025-01-04', filedOn: '2025-01-06' },
    }),
    record('eoir.address-change', 'c', {
      data: { recordedAt, receivedOn: '2025-01-05', address: { line1: '2 Main St', postalCode: '77002' } },
    }),
  ];
  const of = (all: typeof records) => {
    const caseFile = caseFileOf(...all);
    return contradictionsOf(caseFile, factsOf(caseFile), currentPolicy);
  };

  it('is sorted by rule, then records, whatever the order of arrival', () => {
    const found = of(records);
    expect(found.map((one) => `${one.rule} ${one.records.join(' ')}`)).toEqual([
      'addresses-differ eoir.address-change/c@eoir:test hhs.release/r@hhs:test',
      'alive-after-death hhs.placement/p@hhs:test hhs.release/s@hhs:test',
      'care-without-transfer hhs.release/r@hhs:test',
      'dates-out-of-order hhs.placement/p@hhs:test',
      'dates-out-of-order ice.notice-to-appear/n@ice:test',
      'nta-filed-without-case ice.notice-to-appear/n@ice:test',
      'release-before-custody hhs.placement/p@hhs:test hhs.release/r@hhs:test',
      'release-before-custody hhs.placement/p@hhs:test hhs.release/s@hhs:test',
    ]);
    expect(of(records.toReversed())).toEqual(found);
    for (const one of found) {
      expect(one.from).toBeLessThan(one.until);
      expect(one.detail.length).toBeLessThanOrEqual(300);
    }
  });

  it('takes the addresses that are known already', () => {
    const caseFile = caseFileOf(...records);
    const facts = factsOf(caseFile);
    const runs = addressRuns(facts, placementFacts(facts));
    expect(contradictionsOf(caseFile, facts, currentPolicy, { addresses: runs })).toEqual(of(records));
  });
});
