import { join } from 'node:path';
import { z } from 'zod';
import type { Variables } from './variable.ts';

export const dataDirVariables = {
  ROLLCALL_DATA_DIR: {
    schema: z.string().min(1),
    says: 'Folder of the embedded database and of the local issuer key',
    expects: 'a path',
    example: './.rollcall',
    preset: './.rollcall',
  },
} as const satisfies Variables;

/** Where the local issuer's private key lies; its owner alone may read it. */
export function issuerKeyPath(dataDir: string): string {
  return join(dataDir, 'issuer.jwk.json');
}
