import { agencyOfType } from '../../contracts/envelope.ts';
import type { Agency } from '../../contracts/record.ts';
import { isAct } from '../../domain/case-file.ts';
import { recordsInUse } from '../../domain/in-use.ts';
import type { Withheld } from '../../contracts/withheld.ts';
import type { AppliedRecord } from '../../store/queries/record-row.ts';
import type { Clearance } from '../clearance/clearance.ts';

/**
 * in-use: it counts. voided: the agency withdrew the record. superseded: the record has a higher version. outranked:
 * of two contents of one version, or of one event, the other is in use.
 */
export type EntryState = 'in-use' | 'voided' | 'superseded' | 'outranked';

export interface TimelineEntry {
  record: string;
  version: number;
  agency: Agency | 'rollcall';
  source: string;
  eventId: string;
  occurredAt: string;
  recordedAt: string;
  receivedAt: string;
  state: EntryState;
  /** There is another content of this version or of this event. */
  conflict: boolean;
  linkedBy: string;
  position: { topic: string; partition: number; offset: string };
  /** The record's own fields. Who it is about is left out: the reader asked by the child's id. */
  says: Record<string, unknown>;
  /** Which of them are left out for this reader. */
  withheld: Withheld[];
}

/** Fields that every record has; the rest is what its type says. */
const BASE = new Set(['recordId', 'version', 'occurredAt', 'recordedAt', 'voided', 'person']);

/**
 * A child's records by when they happened, each with what became of it.
 * @param around all records of its component that count; what was received later than a reader asks about is left out of it
 * @param clearance what the reader may read
 * @param validAt milliseconds since 1970 UTC; what happened later is left out, though it may have superseded what is shown
 */
export function timelineOf(
  around: readonly AppliedRecord[],
  childId: string,
  clearance: Clearance,
  validAt: number | null = null,
): TimelineEntry[] {
  const inUse = recordsInUse(around.map((record) => record.assertion));
  const contents = new Map<string, Set<string>>();
  for (const { assertion } of around) {
    for (const name of namesOf(assertion)) {
      const digests = contents.get(name) ?? new Set();
      contents.set(name, digests.add(assertion.digest));
    }
  }
  return around
    .filter((record) => record.childId === childId && clearance.tellsRecord(record.assertion))
    .filter(({ assertion }) => validAt === null || Date.parse(assertion.data.occurredAt) <= validAt)
    .map((record) => {
      const { assertion } = record;
      const chosen = inUse.get(assertion.key)?.inUse;
      return {
        record: assertion.key,
        version: assertion.data.version,
        agency: isAct(assertion) ? ('rollcall' as const) : agencyOfType(assertion.type),
        source: assertion.source,
        eventId: assertion.eventId,
        occurredAt: assertion.data.occurredAt,
        recordedAt: assertion.data.recordedAt,
        receivedAt: record.receivedAt.toISOString(),
        state: stateOf(record, chosen),
        conflict: record.overused || namesOf(assertion).some((name) => (contents.get(name)?.size ?? 0) > 1),
        linkedBy: record.linkRule,
        position: record.position,
        ...clearance.ofRecord(
          assertion.type,
          Object.fromEntries(Object.entries(assertion.data).filter(([name]) => !BASE.has(name))),
        ),
      };
    })
    .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

/** Sorts by when it happened, then by place in the log, which no other record has. Text, so a cursor can hold it. */
export function orderOf(entry: Pick<TimelineEntry, 'occurredAt' | 'position'>): string {
  const { topic, partition, offset } = entry.position;
  return `${entry.occurredAt} ${topic} ${String(partition).padStart(6, '0')} ${offset.padStart(20, '0')}`;
}

function stateOf({ assertion }: AppliedRecord, chosen: AppliedRecord['assertion'] | undefined): EntryState {
  if (chosen === undefined) return 'outranked';
  if (chosen.digest === assertion.digest) return assertion.data.voided === true ? 'voided' : 'in-use';
  return assertion.data.version < chosen.data.version ? 'superseded' : 'outranked';
}

/** A version of a record, and an event: each should have one content. */
function namesOf({ key, data, source, eventId }: AppliedRecord['assertion']): string[] {
  return [`record ${key} ${data.version}`, `event ${source} ${eventId}`];
}
