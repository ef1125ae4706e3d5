import { describe, expect, it } from '@jest/globals';
import { lettersAndDigits } from '../../../src/domain/address/letters-and-digits.ts';
import { isNoAddress } from '../../../src/domain/address/non-address.ts';

const isNone = (text: string) => isNoAddress(lettersAndDigits(text));

describe('what is no address', () => {
  it.each([
    'Unknown',
    'N/A',
    'Not applicable',
    'none given',
    'To be determined',
    'Same as above',
    'Return to sender',
    'No fixed abode',
    'Desconocida',
    'Ninguno',
    'No aplica',
    'No sabe',
    'No se sabe',
    'No tiene',
    'Sin domicilio',
    'Sin dirección',
    'Sin direccion',
    'xx',
    'XXXXXXXX',
    '0',
    '00000',
  ])('%s', (text) => {
    expect(isNone(text)).toBe(true);
  });

  it.each([
    '',
    'X',
    'XXY',
    'Unknown Road',
    'Not Known Ln',
    '1 Unknown',
    'Homeless Shelter Rd',
    'Desconocida 4',
    'Sin Dirección Norte',
    'Nashville',
    'Naples',
    'Nonesuch',
    '10',
    '007',
    '0A',
  ])('“%s” may be one', (text) => {
    expect(isNone(text)).toBe(false);
  });
});
