import type { Random } from './random.ts';

/** What an address is, known because it was made so. */
export type AddressKind = 'usable' | 'blank' | 'undeliverable' | 'missing-unit';

export interface AddressFields {
  line1?: string;
  unit?: string;
  city?: string;
  state?: string;
  postalCode?: string;
  unitRequired?: boolean;
}

/** An address with its truth: two usable ones are the same where `place` is the same. */
export interface InventedAddress {
  kind: AddressKind;
  place: string;
  fields: AddressFields;
}

interface Home {
  number: number;
  street: string;
  unit: string | null;
  city: string;
  state: string;
  postalCode: string;
}

/** Real states with ZIP prefixes that are theirs (USPS L002); cities and streets are made up. */
const states: ReadonlyArray<readonly [state: string, prefixes: readonly string[]]> = [
  ['TX', ['750', '770', '782', '787']],
  ['FL', ['331', '334', '328']],
  ['CA', ['900', '913', '945']],
  ['NY', ['104', '112', '117']],
  ['MD', ['207', '209', '212']],
  ['NJ', ['070', '073', '086']],
  ['VA', ['220', '221', '232']],
  ['GA', ['300', '303']],
  ['NC', ['272', '282']],
  ['TN', ['372', '381']],
  ['IL', ['606', '604']],
  ['MA', ['021', '018']],
];
const streetStarts =
  'Alder Bramble Cinder Dovetail Elmwick Fallow Garnet Hollin Ivory Juniper Kestrel Larkin'.split(' ');
const streetEnds = 'field wood ridge brook mere crest haven gate'.split(' ');
const ways = ['St', 'Ave', 'Rd', 'Ln', 'Ct', 'Blvd'];
const cities = 'Norwick Eastvale Pinebury Millhaven Oakmere Redfield Stonebrook Westlow'.split(' ');
const nonAddresses = [
  'UNKNOWN',
  'Unknown',
  'N/A',
  'NONE',
  'TBD',
  'HOMELESS',
  'General Delivery',
  'NO ADDRESS',
  'No known address',
  'NONE PROVIDED',
  'Homeless shelter',
  'XX',
];
const designators = ['APT', 'Apt', 'UNIT', 'Ste', '#'];

export function inventAddress(random: Random, kind: AddressKind): InventedAddress {
  const home = inventHome(random);
  const place = `${home.number} ${home.street} ${home.unit ?? ''} ${home.postalCode}`;
  switch (kind) {
    case 'usable':
      return { kind, place, fields: written(random, home) };
    case 'blank':
      return { kind, place: '', fields: blank(random, home) };
    case 'undeliverable':
      return { kind, place: '', fields: undeliverable(random, home) };
    case 'missing-unit':
      return { kind, place: '', fields: withoutUnit(random, home) };
  }
}

/** The same place, written another way. */
export function rewritten(random: Random, address: InventedAddress): InventedAddress {
  if (address.kind !== 'usable') return address;
  const fields = { ...address.fields };
  const at = random.share();
  if (at < 0.35 && fields.line1 !== undefined) fields.line1 = fields.line1.toUpperCase();
  else if (at < 0.5 && fields.line1 !== undefined && fields.unit !== undefined) {
    fields.line1 = `${fields.line1}, ${fields.unit}`;
    delete fields.unit;
    delete fields.unitRequired;
  } else if (at < 0.65 && fields.postalCode?.length === 5)
    fields.postalCode += `-${random.between(1000, 9999)}`;
  return { ...address, fields };
}

/** Some other content for the same form, such as a clerk's mistake leaves. */
export function mistaken(random: Random, fields: AddressFields | undefined): AddressFields {
  const home = inventHome(random);
  return fields?.line1 === 'UNKNOWN'
    ? written(random, home)
    : { line1: 'UNKNOWN', city: home.city, state: home.state };
}

function inventHome(random: Random): Home {
  const [state, prefixes] = random.pick(states);
  return {
    number: random.between(100, 9899),
    street: `${random.pick(streetStarts)}${random.pick(streetEnds)} ${random.pick(ways)}`,
    unit: random.chance(0.4) ? `Apt ${random.between(1, 40)}${random.pick(['A', 'B', 'C'])}` : null,
    city: random.pick(cities),
    state,
    postalCode: random.pick(prefixes) + String(random.between(1, 98)).padStart(2, '0'),
  };
}

function written(random: Random, home: Home): AddressFields {
  const fields: AddressFields = {
    line1: `${home.number} ${home.street}`,
    city: home.city,
    state: home.state,
    postalCode: home.postalCode,
  };
  if (home.unit !== null) {
    fields.unit = home.unit;
    if (random.chance(0.5)) fields.unitRequired = true;
  } else if (random.chance(0.2)) fields.unitRequired = false;
  return fields;
}

function blank(random: Random, home: Home): AddressFields {
  const at = random.share();
  if (at < 0.3) return {};
  if (at < 0.5) return { line1: '', city: '', postalCode: '' };
  if (at < 0.7) return { line1: ' - ', city: home.city, state: home.state, postalCode: home.postalCode };
  if (at < 0.85) return { city: home.city, state: home.state };
  const line1 = `${home.number} ${home.street}`;
  return at < 0.95 ? { line1, city: home.city } : { line1, city: 'UNKNOWN', state: home.state };
}

function undeliverable(random: Random, home: Home): AddressFields {
  const at = random.share();
  const whole = written(random, { ...home, unit: null });
  if (at < 0.5) return { ...whole, line1: random.pick(nonAddresses) };
  if (at < 0.54) return { ...whole, line1: home.city };
  if (at < 0.65) return { ...whole, postalCode: home.postalCode.slice(0, 4) };
  if (at < 0.75) return { ...whole, postalCode: '00000' };
  // Alaska's ZIP codes begin with 99; none of our prefixes does.
  return { ...whole, state: 'AK' };
}

function withoutUnit(random: Random, home: Home): AddressFields {
  const whole = written(random, { ...home, unit: null });
  if (random.chance(0.6)) return { ...whole, unitRequired: true };
  delete whole.unitRequired;
  return { ...whole, line1: `${whole.line1 ?? ''} ${random.pick(designators)}` };
}
