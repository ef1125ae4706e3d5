import type { RecordAssertion } from '../case-file.ts';
import { none, type DiscrepancyRule } from './rule.ts';
import { contradictingWitnesses, pairsShown } from './witnesses.ts';

/**
 * Places with a code of their own that some forms write as the state they belong to, or that two states claim: who was born
 * there may truly be recorded under either.
 */
const alsoWrittenAs: { readonly [code: string]: readonly string[] } = {
  CHN: ['HKG', 'MAC', 'TWN'],
  DNK: ['FRO', 'GRL'],
  FRA: ['BLM', 'GLP', 'GUF', 'MAF', 'MTQ', 'MYT', 'NCL', 'PYF', 'REU', 'SPM', 'WLF'],
  GBR: ['AIA', 'BMU', 'CYM', 'FLK', 'GGY', 'GIB', 'IMN', 'IOT', 'JEY', 'MSR', 'PCN', 'SHN', 'TCA', 'VGB'],
  ISR: ['PSE'],
  MAR: ['ESH'],
  NLD: ['ABW', 'BES', 'CUW', 'SXM'],
  USA: ['ASM', 'GUM', 'MNP', 'PRI', 'UMI', 'VIR'],
};

export const twoCountriesOfBirth: DiscrepancyRule = {
  id: 'two-countries-of-birth',
  owner: 'the agency that recorded the second of them',
  why: 'a child is born in one place; territories and the states they belong to are not compared',
  closedBy: 'a higher version of either record, or a person’s decision that they are two children’s',
  find({ caseFile, glance }) {
    if (!glance.countriesDiffer) return none;
    return pairsShown(
      'two-countries-of-birth',
      'two countries of birth',
      contradictingWitnesses(caseFile, countryOf, same, bothPossible),
    );
  },
};

function countryOf({ data }: RecordAssertion): string | undefined {
  return data.person.countryOfBirth;
}

function same(a: string, b: string): boolean {
  return a === b;
}

function bothPossible(a: string, b: string): boolean {
  return a === b || alsoWrittenAs[a]?.includes(b) === true || alsoWrittenAs[b]?.includes(a) === true;
}
