import type { Address } from '../contracts/address.ts';
import { zipFitsState } from './zip-prefix.ts';

/** Whether an address could be used to reach someone, by docs/domain.md §7. */
export type AddressQuality = 'usable' | 'blank' | 'undeliverable' | 'missing-unit';

const nonAddresses = new Set([
  'UNKNOWN',
  'NA',
  'NONE',
  'NULL',
  'TBD',
  'HOMELESS',
  'GENERALDELIVERY',
  'NOADDRESS',
  'SAME',
  'SAMEASABOVE',
  'NOTPROVIDED',
  'TRANSIENT',
]);

const bareDesignator = /((^|[\s,])(APT|APARTMENT|UNIT|STE|SUITE|RM|ROOM|LOT|TRLR)\.?|#)\s*$/;

export function addressQuality(address: Address): AddressQuality {
  const line = lettersAndDigits(address.line1);
  const postal = (address.postalCode ?? '').trim();
  const hasPlace =
    lettersAndDigits(postal) !== '' || (lettersAndDigits(address.city) !== '' && address.state !== undefined);
  if (line === '' || !hasPlace) return 'blank';
  if (nonAddresses.has(line) || /^X{3,}$/.test(line)) return 'undeliverable';
  if (postal !== '' && !/^\d{5}(-\d{4})?$/.test(postal)) return 'undeliverable';
  if (postal !== '' && address.state !== undefined && !zipFitsState(postal, address.state))
    return 'undeliverable';
  if (lettersAndDigits(address.unit) !== '') return 'usable';
  const bare = bareDesignator.test((address.line1 ?? '').toUpperCase());
  return bare || address.unitRequired === true ? 'missing-unit' : 'usable';
}

/** Whether two usable addresses are one: capitals, letters and digits of street with unit, five digits of the ZIP. */
export function sameAddress(a: Address, b: Address): boolean {
  return comparable(a) === comparable(b);
}

function comparable(address: Address): string {
  return `${lettersAndDigits(address.line1)}${lettersAndDigits(address.unit)}|${(address.postalCode ?? '').trim().slice(0, 5)}`;
}

function lettersAndDigits(text: string | undefined): string {
  return (text ?? '').toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}
