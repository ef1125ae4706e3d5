import { z } from 'zod';
import { Agency } from '../../contracts/record.ts';

/**
 * What a caller may do. `obligations:act`: acknowledge and waive its agency's duties. `ops`: watch feeds, look into dead letters, replay.
 * `address:read`: read addresses that are withheld from its agency (clearance/rules.ts); it opens no route of its own. `audit:read`: read who was told
 * of a child.
 */
export const Scope = z.enum([
  'records:write',
  'status:read',
  'changes:read',
  'obligations:act',
  'ops',
  'address:read',
  'audit:read',
]);
export type Scope = z.infer<typeof Scope>;

/** Who calls, by a token that was verified. */
export interface Caller {
  /** Printable ASCII without spaces; goes into logs and into the log's headers. */
  clientId: string;
  /** The agency it speaks for; null where the token names none. */
  agency: Agency | null;
  scopes: ReadonlySet<string>;
}

/** What a route asks of its caller: nothing at all, a valid token, or one with a scope. */
export type Access = 'public' | 'any' | Scope;
