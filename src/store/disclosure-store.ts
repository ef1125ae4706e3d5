import { coalesce } from './coalesce.ts';
import type { Pool } from './pool.ts';
import { addDisclosures, type Disclosure } from './queries/add-disclosures.ts';
import { readDisclosures, type KeptDisclosure } from './queries/read-disclosures.ts';

/** Who was told what of which children. Nothing in it is changed or taken away. */
export interface DisclosureStore {
  /** Durable when it resolves. Concurrent calls go to the database together. */
  add(disclosure: Disclosure): Promise<void>;
  /** Of a child by all ids that lead to it, the latest first; `before`: the id of the last one of the page before. */
  read(childIds: readonly string[], before: string | null, limit: number): Promise<KeptDisclosure[]>;
}

export function disclosureStore(pool: Pool): DisclosureStore {
  const write = coalesce<Disclosure, true>(async (disclosures) => {
    await addDisclosures(pool, disclosures);
    return new Map(disclosures.map((one) => [one, true]));
  });
  return {
    add: async (disclosure) => void (await write(disclosure)),
    read: (childIds, before, limit) => readDisclosures(pool, childIds, before, limit),
  };
}
