import type pg from 'pg';
import type { Assertion } from '../../domain/case-file.ts';
import { copyIn, copyRow } from './copy-in.ts';

/** A content to be kept, with where it came from and whose it is. */
export interface NewRecord {
  componentId: string;
  assertion: Assertion;
  /** Canonical JSON, as in the log. */
  value: string;
  sender: string;
  receivedAt: string;
  position: { topic: string; partition: number; offset: string };
  childId: string | null;
  linkRule: string;
}

const columns = `(component_id, record_key, version, digest, source, event_id, sender, occurred_at, recorded_at, received_at, topic, partition, "offset", child_id, link_rule, data)`;

/** @param table `record`, or one like it */
export async function insertRecords(
  tx: pg.ClientBase,
  records: readonly NewRecord[],
  table = 'record',
): Promise<void> {
  await copyIn(tx, `${table} ${columns}`, records.map(rowOf));
}

function rowOf(record: NewRecord): string {
  const { assertion, position } = record;
  return copyRow([
    record.componentId,
    assertion.key,
    assertion.data.version,
    assertion.digest,
    assertion.source,
    assertion.eventId,
    record.sender,
    assertion.data.occurredAt,
    assertion.data.recordedAt,
    record.receivedAt,
    position.topic,
    position.partition,
    position.offset,
    record.childId,
    record.linkRule,
    record.value,
  ]);
}
