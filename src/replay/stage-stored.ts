import { incomingOfRow } from '../reconciler/read-message.ts';
import { inTransaction, withSnapshot, type Pool, type PoolClient } from '../store/pool.ts';
import { recordColumns, toAppliedRecord, type RecordRow } from '../store/queries/record-row.ts';
import { withShadowClients } from '../store/shadow.ts';
import { stageIncoming } from './stage-incoming.ts';

const PAGE = 4_000;

/**
 * Stage every record of the live record table, as of one snapshot; the offsets of that same snapshot go along, so that what came since is
 * read from the log.
 */
export async function stageStored(
  pool: Pool,
  onStaged: (records: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  await withShadowClients(pool, 1, async ([writer]) => {
    await withSnapshot(pool, async (reader) => {
      await reader.query(
        `declare records no scroll cursor for select ${recordColumns}, record.sender
         from projection.record record`,
      );
      for (;;) {
        signal?.throwIfAborted();
        const { rows } = await reader.query<RecordRow & { sender: string }>(`fetch ${PAGE} from records`);
        if (rows.length === 0) break;
        const incoming = rows.map((row) => incomingOfRow(toAppliedRecord(row), row.data, row.sender));
        await inTransaction(writer!, (tx) => stageIncoming(tx, incoming));
        onStaged(rows.length);
      }
      await copyOffsets(reader, writer!);
    });
  });
}

/** Whole rows: a column that is added to the table goes along. */
async function copyOffsets(reader: PoolClient, writer: PoolClient): Promise<void> {
  const { rows } = await reader.query<{ row: string }>(
    'select consumer_offset::text as row from projection.consumer_offset',
  );
  await writer.query(
    'insert into consumer_offset select (row::consumer_offset).* from unnest($1::text[]) as one (row)',
    [rows.map(({ row }) => row)],
  );
}
