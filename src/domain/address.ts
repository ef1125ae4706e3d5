import type { Address } from '../contracts/address.ts';
import { comparableStreet, samePlace } from './address/comparable.ts';
import { isNoAddress, isRegion } from './address/non-address.ts';
import { hasLetter, lettersAndDigits, startsWithDigit } from './address/letters-and-digits.ts';
import { endsInBareDesignator, holdsUnit, isUnitAlone, unitOf } from './address/unit.ts';
import { isAssigned, zipFitsState } from './zip-prefix.ts';

/** Whether an address could be used to reach someone, by docs/domain.md §7. */
export type AddressQuality = 'usable' | 'blank' | 'undeliverable' | 'missing-unit';

/** What an address is and why: `rule` is `<quality>:<reason>`, each reason defined in docs/domain.md §7. */
export interface AddressJudgement {
  readonly quality: AddressQuality;
  readonly rule: string;
}

const noStreet = judgement('blank', 'no-street');
const noPlace = judgement('blank', 'no-place');
const notAnAddress = judgement('undeliverable', 'not-an-address');
const generalDelivery = judgement('undeliverable', 'general-delivery');
const noStreetName = judgement('undeliverable', 'no-street-name');
const boxWithoutNumber = judgement('undeliverable', 'box-without-number');
const zipMalformed = judgement('undeliverable', 'zip-malformed');
const zipUnassigned = judgement('undeliverable', 'zip-unassigned');
const zipNotOfState = judgement('undeliverable', 'zip-not-of-state');
const bareDesignator = judgement('missing-unit', 'bare-designator');
const unitRequired = judgement('missing-unit', 'unit-required');
const streetAddress = judgement('usable', 'street-address');
const postOfficeBox = judgement('usable', 'post-office-box');
const military = judgement('usable', 'military');

const militaryStates = new Set<string | undefined>(['AA', 'AE', 'AP']);
const militaryCity = /^\s*[AFD]PO\s*$/i;
const zipCode = /^\d{5}([- ]?\d{4})?$/;
const boxStart = /^(POBOX|POSTOFFICEBOX)/;

/** Judges an address by its own words and the ZIP tables alone: whether anyone lives there nobody here can know. */
export function judgeAddress(address: Address): AddressJudgement {
  const { line1, city, state } = address;
  const postal = address.postalCode?.trim() ?? '';
  // Most streets begin with a house number, and then the line need not be read any further.
  const line = startsWithDigit(line1) ? null : lettersAndDigits(line1);
  if (line === '') return noStreet;
  const hasPlace =
    startsWithDigit(postal) || lettersAndDigits(postal) !== '' || (state !== undefined && isPlace(city));
  if (!hasPlace) return noPlace;
  return (
    streetFault(line, line1!, address) ??
    zipFault(postal, state) ??
    unitFault(address) ??
    usable(address, line)
  );
}

function isPlace(city: string | undefined): boolean {
  const name = lettersAndDigits(city);
  return name !== '' && !isNoAddress(name);
}

export function addressQuality(address: Address): AddressQuality {
  return judgeAddress(address).quality;
}

/** `line`: letters and digits of the street, or null where it begins with a digit. */
function streetFault(line: string | null, line1: string, address: Address): AddressJudgement | null {
  const { unit, city } = address;
  if (!hasLetter(line1)) return isNoAddress(line ?? lettersAndDigits(line1)) ? notAnAddress : noStreetName;
  if (line === null) return null;
  if (line === 'GENERALDELIVERY' || line === 'GENDELIVERY') return generalDelivery;
  if (isNoAddress(line)) return notAnAddress;
  if (isRegion(line) || (isUnitAlone(line1) && !isMilitary(address))) return noStreetName;
  const place = lettersAndDigits(city);
  if (line === place || (line.startsWith(place) && isRegion(line.slice(place.length)))) return noStreetName;
  return line.replace(boxStart, '') === '' && unitOf(unit) !== 'given' ? boxWithoutNumber : null;
}

function zipFault(postal: string, state: string | undefined): AddressJudgement | null {
  if (postal === '') return null;
  if (!zipCode.test(postal)) return zipMalformed;
  if (!isAssigned(postal)) return zipUnassigned;
  return state !== undefined && !zipFitsState(postal, state) ? zipNotOfState : null;
}

function unitFault({ line1, unit, unitRequired: required }: Address): AddressJudgement | null {
  switch (unitOf(unit)) {
    case 'given':
      return null;
    case 'bare':
      return bareDesignator;
    case 'none':
      if (endsInBareDesignator(line1!)) return bareDesignator;
      return required === true && !holdsUnit(line1!) ? unitRequired : null;
  }
}

function usable(address: Address, line: string | null): AddressJudgement {
  if (isMilitary(address)) return military;
  return line !== null && boxStart.test(line) ? postOfficeBox : streetAddress;
}

function isMilitary({ city, state }: Address): boolean {
  return militaryStates.has(state) || (city !== undefined && militaryCity.test(city));
}

/** Whether two usable addresses are one, however each is written (docs/domain.md §7). */
export function sameAddress(a: Address, b: Address): boolean {
  return samePlace(a, b) && comparableStreet(a) === comparableStreet(b);
}

function judgement(quality: AddressQuality, reason: string): AddressJudgement {
  return { quality, rule: `${quality}:${reason}` };
}
