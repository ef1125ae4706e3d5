import { z } from 'zod';
import { countryCodes } from './codes/country.ts';
import { AgencyKey, codeOf, isRealDate, words } from './scalars.ts';

/**
 * The canonical A-number, `A` and nine digits, or null where the text is none.
 * Seven to nine digits, with or without the `A`, spaces and hyphens; shorter ones are padded with zeros after the
 * `A` (EOIR requires nine digits since 2008-07-21). All-same digits, with zeros in front too, 000000000 and 123456789 are placeholders.
 * @example canonicalANumber('A 012-345-678') // 'A012345678'
 */
export function canonicalANumber(text: string): string | null {
  const digits = /^[Aa]?[\s-]*(\d[\d\s-]*)$/.exec(text.trim())?.[1]?.replace(/[\s-]/g, '');
  if (digits === undefined || digits.length < 7 || digits.length > 9) return null;
  // Typed with zeros in front too: all children of one such number would be one.
  if (isFiller(digits) || isFiller(digits.replace(/^0{1,2}/, ''))) return null;
  return `A${digits.padStart(9, '0')}`;
}

/** What is typed where something must stand: one character all over, or all digits in order. */
function isFiller(text: string): boolean {
  return /^(.)\1{3,}$/.test(text) || text === '123456789';
}

/** An A-number in any of its usual spellings, kept in the canonical one. Never a number: zeros in front count. */
export const ANumber = z
  .string()
  .max(20)
  .refine(
    (text) => canonicalANumber(text) !== null,
    'use an A-number of 7 to 9 digits, such as A012345678; placeholders (all the same digit, 123456789) are refused',
  )
  .transform((text) => canonicalANumber(text)!);

/** What forms and systems put where an identifier is not known, in English and Spanish; letters and digits only. */
const placeholderWords = new Set([
  ...'NA NONE NULL NIL UNK UNKN UNKNOWN UNDEFINED PENDING TBD TBA TEST MISSING BLANK EMPTY'.split(' '),
  ...'NOTAVAILABLE NOTAPPLICABLE NOTASSIGNED UNASSIGNED NUMBERUNKNOWN'.split(' '),
  ...'NOAPLICA DESCONOCIDO DESCONOCIDA SINNUMERO NINGUNO NINGUNA PENDIENTE NODISPONIBLE NOTIENE'.split(' '),
]);
/** Such a word, counted on. */
const COUNTED = /^([A-Z]{5,})\d{1,2}$/;

/** Whether a text only says that there is no identifier: many children would share it, and one's death be another's. */
export function isPlaceholder(text: string): boolean {
  const bare = text.replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase();
  return placeholderWords.has(COUNTED.exec(bare)?.[1] ?? bare) || /^0+$/.test(bare) || isFiller(bare);
}

const NO_PLACEHOLDER =
  'leave the identifier out where it is not known; placeholders (UNKNOWN, PENDING, all the same digit) are refused';

/** An agency's own key of a child. */
const ChildKey = AgencyKey.refine((text) => !isPlaceholder(text), NO_PLACEHOLDER);

/** The identifiers that agencies give a child. Each is exact inside the agency that gave it. */
export const Identifiers = z.strictObject({
  aNumber: ANumber.optional(),
  /** Fingerprint identification number (DHS IDENT), 4 to 10 digits. */
  fin: z
    .string()
    .regex(/^\d{4,10}$/, { error: 'use 4 to 10 digits', abort: true })
    .refine((text) => !isPlaceholder(text), NO_PLACEHOLDER)
    .optional(),
  eidSubjectId: ChildKey.optional(),
  orrId: ChildKey.optional(),
  eoirCaseId: ChildKey.optional(),
});
export type Identifiers = z.infer<typeof Identifiers>;

const datePart = {
  day: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  month: /^\d{4}-(0[1-9]|1[0-2])$/,
  year: /^\d{4}$/,
};

/**
 * A birth date as far as it is known. `assigned`: a whole date that an official chose because only the year is
 * known (1 January, by practice: SSA POMS GN 00302.960); only its year may be relied on.
 */
export const BirthDate = z
  .strictObject({
    value: z
      .string()
      .max(10)
      .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, 'use YYYY, YYYY-MM or YYYY-MM-DD'),
    precision: z.enum(['day', 'month', 'year', 'assigned']),
  })
  .refine(({ value, precision }) => fitsPrecision(value, precision), {
    path: ['value'],
    message:
      'use YYYY-MM-DD for precision day or assigned, YYYY-MM for month, YYYY for year, and a date that exists',
  });
export type BirthDate = z.infer<typeof BirthDate>;

/** A blank, a dash or a mark that is not seen names nobody. */
const NamePart = words(60).regex(
  /\p{L}/u,
  'write at least one letter, or leave the name out where it is not known',
);

/** Who a record is about, as the agency wrote it. At least one identifier, or a name and a birth date. */
export const Person = z
  .strictObject({
    identifiers: Identifiers.optional(),
    name: z
      .strictObject({
        given: z.array(NamePart).min(1).max(6),
        surnames: z.array(NamePart).min(1).max(6),
      })
      .optional(),
    birthDate: BirthDate.optional(),
    sex: z.enum(['F', 'M', 'X']).optional(),
    countryOfBirth: codeOf(countryCodes, 'ISO 3166-1 alpha-3').optional(),
  })
  .refine(
    (person) =>
      hasIdentifier(person.identifiers) || (person.name !== undefined && person.birthDate !== undefined),
    {
      message: 'give at least one identifier, or a name and a birth date',
    },
  );
export type Person = z.infer<typeof Person>;

function hasIdentifier(identifiers: Identifiers | undefined): boolean {
  if (identifiers === undefined) return false;
  for (const name in identifiers) if (identifiers[name as keyof Identifiers] !== undefined) return true;
  return false;
}

function fitsPrecision(value: string, precision: 'day' | 'month' | 'year' | 'assigned'): boolean {
  const shape = datePart[precision === 'assigned' ? 'day' : precision];
  if (!shape.test(value) || Number(value.slice(0, 4)) < 1900) return false;
  if (value.length < 10) return true;
  return isRealDate(value);
}
