import { AppError } from '../contracts/errors.ts';
import { assessComponents } from '../reconciler/apply-batch.ts';
import { incomingOfRow, originsOf, type Incoming } from '../reconciler/read-message.ts';
import type { Cluster } from '../reconciler/resolve-components.ts';
import { isOfContent } from '../store/failures.ts';
import { inTransaction, type Pool, type PoolClient } from '../store/pool.ts';
import { findApplyFailed } from '../store/queries/find-apply-failed.ts';
import { toAppliedRecord } from '../store/queries/record-row.ts';
import {
  addStagedHours,
  declareStaged,
  dropStage,
  fetchStaged,
  stageHours,
  type StagedRow,
} from '../store/queries/staged-records.ts';
import { withShadowClients } from '../store/shadow.ts';
import type { ShadowSettings } from './shadow-feed.ts';

const PAGE = 2_000;
/** Pages at a time: while one is being written, another is assessed. */
const LANES = 2;
/** Places that an error names. */
const SHOWN = 10;

/**
 * Assess every staged component once, with all its records, and write the result in the order of components, into empty tables without
 * indexes. Drops the stage.
 * @returns places of records that can't be stored, and that the reconciler could not store either. If there are any, what was written is
 *   incomplete and must be built again without them. Throws AppError `not-rebuilt` if a record can't be stored that is no dead letter.
 */
export async function assembleStaged(
  pool: Pool,
  settings: ShadowSettings,
  onAssembled: (records: number) => void,
  signal?: AbortSignal,
  pageRows = PAGE,
): Promise<Set<string>> {
  const failed = new Set<string>();
  await withShadowClients(pool, 1 + LANES, async ([reader, ...writers]) => {
    await inTransaction(reader!, async () => {
      await declareStaged(reader!);
      const pages = clusterPages(reader!, pageRows);
      const assembleAll = async (writer: PoolClient): Promise<void> => {
        try {
          // An async generator answers one after the other, in the order asked.
          for (let page = await pages.next(); page.done !== true; page = await pages.next()) {
            signal?.throwIfAborted();
            for (const place of await assemble(writer, page.value, settings)) failed.add(place);
            onAssembled(page.value.reduce((sum, cluster) => sum + cluster.incoming.length, 0));
          }
        } finally {
          await pages.return(undefined); // Where one fails the others need not go on.
        }
      };
      const ended = await Promise.allSettled(writers.map(assembleAll));
      for (const lane of ended) if (lane.status === 'rejected') throw lane.reason;
    });
    await addStagedHours(writers[0]!);
    await dropStage(writers[0]!);
  });
  return failed;
}

/** Whole components, page by page: the last one of a page waits for the next, which may have more of it. */
async function* clusterPages(reader: PoolClient, pageRows: number): AsyncGenerator<Cluster[]> {
  let last = null as Cluster | null;
  for (;;) {
    const rows = await fetchStaged(reader, pageRows);
    const whole: Cluster[] = [];
    for (const row of rows) {
      if (last?.componentId === row.component_id) last.incoming.push(incomingOf(row));
      else {
        if (last !== null) whole.push(last);
        last = { componentId: row.component_id, incoming: [incomingOf(row)], existing: false };
      }
    }
    if (whole.length > 0) yield whole;
    if (rows.length === 0) break;
  }
  if (last !== null) yield [last];
}

/** A page at once; where something of it can't be stored, component by component, to find out what. */
async function assemble(
  writer: PoolClient,
  clusters: readonly Cluster[],
  settings: ShadowSettings,
): Promise<string[]> {
  try {
    await assembleAtOnce(writer, clusters, settings);
    return [];
  } catch (error) {
    if (!isOfContent(error)) throw error;
    const failed: string[] = [];
    for (const cluster of clusters) failed.push(...(await assembleAlone(writer, cluster, settings)));
    return failed;
  }
}

async function assembleAlone(
  writer: PoolClient,
  cluster: Cluster,
  settings: ShadowSettings,
): Promise<Iterable<string>> {
  try {
    await assembleAtOnce(writer, [cluster], settings);
    return [];
  } catch (error) {
    if (!isOfContent(error)) throw error;
    const failed = await findApplyFailed(writer, originsOf(cluster.incoming));
    if (failed.size === 0) throw notStored(cluster, error);
    return failed;
  }
}

/** The database's own words may quote a record: they are the cause, which is not shown. */
function notStored({ incoming }: Cluster, cause: unknown): AppError {
  const places = originsOf(incoming).sort();
  const shown = places.slice(0, SHOWN).join(', ') + (places.length > SHOWN ? ', …' : '');
  return new AppError(
    'not-rebuilt',
    `one of these records can't be stored, though it is no dead letter: ${shown}; the live tables are as they were`,
    { cause },
  );
}

async function assembleAtOnce(
  writer: PoolClient,
  clusters: readonly Cluster[],
  { policy, clock }: ShadowSettings,
): Promise<void> {
  await inTransaction(writer, async (tx) => {
    const { counts } = await assessComponents(tx, clusters, { policy, at: clock(), announce: false });
    await stageHours(tx, counts.hours.values());
  });
}

/** Its component is known, so its ids are asked for no more. */
function incomingOf(row: StagedRow): Incoming {
  return incomingOfRow(toAppliedRecord(row), row.data, row.sender, []);
}
