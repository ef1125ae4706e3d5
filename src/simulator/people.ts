import { DAY, textOfDay } from './calendar.ts';
import { hash32, type Random } from './random.ts';
import { countries } from './shares.ts';

/** An invented child, as an agency's form has it. */
export interface InventedPerson {
  name: { given: string[]; surnames: string[] };
  birthDate: { value: string; precision: 'day' | 'month' | 'year' | 'assigned' };
  sex: 'F' | 'M' | 'X';
  countryOfBirth: string;
}

const given = {
  F: 'Ana Lucía María Elena Rosa Juana Ixchel Marta Dulce Yesenia Sofía Catarina Wendy Gloria Nidia Itzel Petrona Karla Micaela Daniela'.split(
    ' ',
  ),
  M: 'José Juan Pedro Luis Diego Mateo Balam Kevin Marvin Edwin Tomás Andrés Gaspar Selvin Óscar Domingo Wilmer Ángel Sebastián Canek'.split(
    ' ',
  ),
};
/** Made of syllables, so that a whole name is nobody's. */
const starts = 'Mal Ver Tor Sal Quin Bel Cor Lam Var Zal Ram Fon Cal Mor Del Sor Bar Tel'.split(' ');
const ends =
  'drano tega velos maguer zuelo buena quera nales riaga dovar mestre landa rubio senda taño vides'.split(
    ' ',
  );
const mayan = 'Ixb Caal Tzu Xol Poc Chub Tut Cuc Batz Ich Quix Tzoc'.split(' ');
const mayanEnds = 'alán ajal umul oy ich em ub il iquín ol'.split(' ');

export function inventPerson(random: Random, bornOn: number): InventedPerson {
  const sex = random.chance(0.62) ? 'M' : 'F';
  const mayanName = random.chance(0.3);
  const firsts = [random.pick(given[sex])];
  if (random.chance(0.6)) firsts.push(random.pick(given[sex]));
  const surnames = [surname(random, mayanName)];
  if (random.chance(0.85)) surnames.push(surname(random, mayanName));
  return {
    name: { given: firsts, surnames },
    birthDate: birthDate(random, bornOn),
    sex: random.chance(0.003) ? 'X' : sex,
    countryOfBirth: random.weighted(countries),
  };
}

function surname(random: Random, mayanName: boolean): string {
  return mayanName && random.chance(0.7)
    ? random.pick(mayan) + random.pick(mayanEnds)
    : random.pick(starts) + random.pick(ends);
}

function birthDate(random: Random, bornOn: number): InventedPerson['birthDate'] {
  const value = textOfDay(bornOn);
  const at = random.share();
  if (at < 0.9) return { value, precision: 'day' };
  if (at < 0.96) return { value: `${value.slice(0, 4)}-01-01`, precision: 'assigned' };
  if (at < 0.98) return { value: value.slice(0, 7), precision: 'month' };
  return { value: value.slice(0, 4), precision: 'year' };
}

/** Age at the border in days: two thirds are 15 to 17. */
export function inventAge(random: Random): number {
  const years = random.chance(0.68) ? random.between(15, 17) : random.between(3, 14);
  return Math.floor(years * 365.25) + random.between(0, 360);
}

export interface ChildIds {
  aNumber: string;
  fin: string;
  eidSubjectId: string;
  orrId: string;
  eoirCaseId: string;
}

/**
 * Identifiers that no other child of the simulation has. A-numbers from A700000000 on (those of a record's wrong child
 * from A800000000), above those that we know to be issued; all-same digits cannot occur there.
 */
export function idsOf(seed: string, index: number, wrong = false): ChildIds {
  const shift = hash32(seed, 17) % RANGE;
  const place = (index * STEP + shift) % RANGE;
  const tag = tagOf(seed, index) + (wrong ? 'X' : '');
  return {
    aNumber: `A${(wrong ? 800_000_000 : 700_000_000) + place}`,
    fin: String((wrong ? 6_000_000_000 : 5_000_000_000) + place),
    eidSubjectId: `S${tag}`,
    orrId: `U${tag}`,
    eoirCaseId: `C${tag}`,
  };
}

const RANGE = 40_000_000;
/** Odd and no multiple of five, so it visits each place of the range once. */
const STEP = 27_182_819;

/** Short text that tells a seed's child from every other seed's. */
export function tagOf(seed: string, index: number): string {
  return `${(hash32(seed, 29) % 46656).toString(36).padStart(3, '0')}${index.toString(36)}`.toUpperCase();
}

/** Another way in which agencies write the same A-number. */
export function spellANumber(random: Random, aNumber: string): string {
  const at = random.share();
  if (at < 0.9) return aNumber;
  const digits = aNumber.slice(1);
  if (at < 0.95) return digits;
  return `A ${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)}`;
}

/** Whole days of a moment's age. */
export function yearsBetween(bornOn: number, moment: number): number {
  return (moment / DAY - bornOn) / 365.25;
}
