import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

/** What reconciling fills. */
const tables = [
  'projection.identifier',
  'projection.record',
  'projection.child_status',
  'projection.status_history',
  'projection.obligation',
  'projection.discrepancy',
  'projection.accountability',
  'projection.consumer_offset',
  'rollcall.status_change',
  'rollcall.notice',
];

/** Rows of the tables as COPY's text, read once and held. */
export interface HeldRows {
  parts: Map<string, Buffer[]>;
  rows: number;
  bytes: number;
}

export async function holdRows(url: string): Promise<HeldRows> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const held: HeldRows = { parts: new Map(), rows: 0, bytes: 0 };
  for (const table of tables) {
    const parts: Buffer[] = [];
    const copy = client.query(copyTo(`copy ${table} to stdout`));
    await pipeline(
      copy,
      new Writable({
        write(chunk: Buffer, _encoding, done) {
          parts.push(chunk);
          held.bytes += chunk.length;
          done();
        },
      }),
    );
    held.rows += copy.rowCount;
    held.parts.set(table, parts);
  }
  await client.end();
  return held;
}

/** COPY the rows into the same tables, empty, with all their indexes, one table after the other; milliseconds. */
export async function copyRows(url: string, { parts }: HeldRows): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const start = performance.now();
  for (const [table, chunks] of parts)
    await pipeline(Readable.from(chunks), client.query(copyFrom(`copy ${table} from stdin`)));
  const ms = performance.now() - start;
  await client.end();
  return ms;
}
