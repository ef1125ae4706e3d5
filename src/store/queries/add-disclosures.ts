import type { ClientConfig, QueryConfig } from 'pg';
import type { Pool } from '../pool.ts';
import { column } from './column.ts';

/** One answer that told a reader something of children. */
export interface Disclosure {
  at: Date;
  /** The client that asked. */
  client: string;
  /** The agency it speaks for; null: none. */
  agency: string | null;
  /** What it asked, as the API's description names it. */
  operation: string;
  requestId: string;
  /** By what had been received up to then; null: by all of it. */
  knownAt: Date | null;
  /** The ids under which it was told, each once. */
  childIds: readonly string[];
}

const sql = `insert into rollcall.disclosure (at, client, agency, operation, request_id, known_at, child_id, child_ids)
select at, client, agency, operation, request_id, known_at, child_id, child_ids::uuid[]
from unnest(
  string_to_array($1, E'\\x1e', E'\\x1f')::timestamptz[], string_to_array($2, E'\\x1e', E'\\x1f'),
  string_to_array($3, E'\\x1e', E'\\x1f'), string_to_array($4, E'\\x1e', E'\\x1f'),
  string_to_array($5, E'\\x1e', E'\\x1f')::uuid[], string_to_array($6, E'\\x1e', E'\\x1f')::timestamptz[],
  string_to_array($7, E'\\x1e', E'\\x1f')::uuid[], string_to_array($8, E'\\x1e', E'\\x1f')
) as one (at, client, agency, operation, request_id, known_at, child_id, child_ids)`;

/** An answer waits for it, so it is given up rather than waited for. */
const WAIT_MS = 5_000;

/** Write disclosures down; durable when it resolves. Rejects where that takes longer than five seconds. */
export async function addDisclosures(
  db: Pick<Pool, 'query'>,
  disclosures: readonly Disclosure[],
): Promise<void> {
  const query: QueryConfig & Pick<ClientConfig, 'query_timeout'> = {
    query_timeout: WAIT_MS,
    name: 'add-disclosures',
    text: sql,
    values: [
      column(disclosures.map(({ at }) => at.toISOString())),
      column(disclosures.map(({ client }) => client)),
      column(disclosures.map(({ agency }) => agency)),
      column(disclosures.map(({ operation }) => operation)),
      column(disclosures.map(({ requestId }) => requestId)),
      column(disclosures.map(({ knownAt }) => knownAt?.toISOString() ?? null)),
      column(disclosures.map(({ childIds }) => (childIds.length === 1 ? childIds[0]! : null))),
      column(disclosures.map(({ childIds }) => (childIds.length === 1 ? null : `{${childIds.join(',')}}`))),
    ],
  };
  await db.query(query);
}
