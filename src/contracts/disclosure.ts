import { z } from 'zod';
import { Agency } from './record.ts';

/** One answer that told of a child. */
const Disclosure = z.object({
  at: z.iso.datetime(),
  client: z.string().max(128).describe('The client that asked, by its token'),
  agency: Agency.nullable().describe('The agency it speaks for; null: none'),
  operation: z.string().max(80).describe('What it asked, by operationId of this description'),
  knownAt: z.iso.datetime().nullable().describe('By what had been received up to then; null: by all of it'),
  requestId: z.uuid().describe('As in the service’s log'),
  children: z.int().describe('Of how many children the answer told; 1: of this one alone'),
});

/** A page of the accounting of disclosures of one child. */
export const Disclosures = z
  .object({
    childId: z.uuid(),
    disclosures: z.array(Disclosure).describe('The latest first'),
    next: z
      .string()
      .max(20)
      .nullable()
      .describe('Give it as `before` of the next call; null: this is the last'),
  })
  .meta({ id: 'Disclosures' });
export type Disclosures = z.infer<typeof Disclosures>;
