import type { RecordType } from '../contracts/records/index.ts';
import { DAY, dayAt, HOUR, later, textOfDay } from './calendar.ts';
import type { Random } from './random.ts';
import type { Content, ToldRecord } from './records.ts';
import { refusedCopy, withMistake } from './wrong-content.ts';
import { keyOf, sourceOf } from './sources.ts';

/** What goes wrong between the agencies and us, each as a share; 0 is off. */
export interface Faults {
  /** Of events: sent again byte for byte. */
  duplicates: number;
  /** Of events: sent again with other envelope attributes, the content the same. */
  resends: number;
  /** Of records: the same version again as another event. */
  otherEvents: number;
  /** Of records: a mistake first, put right by a higher version. */
  corrections: number;
  /** Of children: a record that never should have been, withdrawn by a later version. */
  voided: number;
  /** Of records: one version comes with two contents in two events. */
  versionConflicts: number;
  /** Of records: one event id comes with two contents. */
  eventConflicts: number;
  /** Of records: beside it comes one that must be refused. */
  rejected: number;
  /** Of events: arrives after others of the child that were recorded later. */
  late: number;
  /** Of children: everything arrives in no order at all. */
  outOfOrder: number;
}

export const defaultFaults: Faults = {
  duplicates: 0.02,
  resends: 0.01,
  otherEvents: 0.01,
  corrections: 0.02,
  voided: 0.02,
  versionConflicts: 0.004,
  eventConflicts: 0.003,
  rejected: 0.004,
  late: 0.08,
  outOfOrder: 0.1,
};

export const noFaults: Faults = {
  duplicates: 0,
  resends: 0,
  otherEvents: 0,
  corrections: 0,
  voided: 0,
  versionConflicts: 0,
  eventConflicts: 0,
  rejected: 0,
  late: 0,
  outOfOrder: 0,
};

/** A structured CloudEvent. */
export interface SimulatedEvent {
  specversion: '1.0';
  id: string;
  source: string;
  type: RecordType;
  time: string;
  datacontenttype?: string;
  traceparent?: string;
  data: Content;
}

export type FaultName = keyof Faults;

/** An event on its way, with what intake must say to it and which fault made it (null: none). */
export interface Sent {
  event: SimulatedEvent;
  expect: 'accepted' | 'duplicate' | 'conflict' | 'rejected';
  fault: FaultName | null;
}

/** A record as it stands when everything has arrived. */
export interface Standing {
  key: string;
  type: RecordType;
  /** The version in use. */
  content: Content;
  conflicting: boolean;
}

export interface Delivery {
  events: Sent[];
  standing: Standing[];
}

interface Draft {
  event: SimulatedEvent;
  fault: FaultName | null;
  refused: boolean;
}

/** A child's own records and those of strangers on their way to us, with faults, in the order in which they arrive; none recorded after `recordedBy`. */
export function deliver(
  own: readonly ToldRecord[],
  strangers: readonly ToldRecord[],
  faults: Faults,
  random: Random,
  nextId: (kind: string) => string,
  recordedBy = Number.POSITIVE_INFINITY,
): Delivery {
  const drafts: Draft[] = [];
  const standing: Standing[] = [];
  const send = (record: ToldRecord, content: Content, fault: FaultName | null, id = random.uuid()): void => {
    drafts.push({ event: wrap(record, content, id, random), fault, refused: fault === 'rejected' });
  };
  for (const record of [...own, ...strangers])
    deliverRecord(record, faults, random, send, standing, nextId, recordedBy);
  if (own.length > 0 && random.chance(faults.voided))
    deliverVoided(own, random, send, standing, nextId, recordedBy);
  repeat(drafts, faults, random);
  return { events: expected(inOrder(drafts, faults, random)), standing };
}

type Send = (record: ToldRecord, content: Content, fault: FaultName | null, id?: string) => void;

function deliverRecord(
  record: ToldRecord,
  faults: Faults,
  random: Random,
  send: Send,
  standing: Standing[],
  nextId: (kind: string) => string,
  recordedBy: number,
): void {
  const { versions } = record;
  const right = versions.at(-1)!;
  for (let i = 0; i < versions.length - 1; i++) send(record, versions[i]!, null);
  let content = right;
  let conflicting = false;
  const turn = random.share();
  const { corrections, versionConflicts, eventConflicts } = faults;
  if (turn < corrections) {
    send(record, withMistake(record, right, random), 'corrections');
    content = {
      ...right,
      version: right.version + 1,
      recordedAt: later(right.recordedAt, random.between(1, 200) * HOUR, recordedBy),
    };
    send(record, content, 'corrections');
  } else if (turn < corrections + versionConflicts) {
    conflicting = true;
    send(record, mistakenEarlier(record, right, random), 'versionConflicts');
    send(record, right, null);
  } else if (turn < corrections + versionConflicts + eventConflicts) {
    conflicting = true;
    const id = random.uuid();
    send(record, mistakenEarlier(record, right, random), 'eventConflicts', id);
    send(record, right, null, id);
  } else {
    send(record, right, null);
  }
  if (random.chance(faults.otherEvents)) send(record, content, 'otherEvents');
  if (random.chance(faults.rejected))
    send(record, refusedCopy(record, right, nextId('BAD'), random), 'rejected');
  standing.push({ key: record.key, type: record.type, content, conflicting });
}

/** Its mistake was written down a little before, so the right content is the one in use. */
function mistakenEarlier(record: ToldRecord, right: Content, random: Random): Content {
  const wrong = withMistake(record, right, random);
  return { ...wrong, recordedAt: moved(right.recordedAt, -random.between(1, 3000) * 1000) };
}

/** Something that never happened, recorded after everything else and then withdrawn. */
function deliverVoided(
  records: readonly ToldRecord[],
  random: Random,
  send: Send,
  standing: Standing[],
  nextId: (kind: string) => string,
  recordedBy: number,
): void {
  const model = random.pick(records);
  const lastRecorded = records.reduce(
    (last, { versions }) => (versions.at(-1)!.recordedAt > last ? versions.at(-1)!.recordedAt : last),
    '',
  );
  const happened = Date.parse(lastRecorded);
  const { type, fields } = neverHappened(happened, random);
  const recordId = nextId('VOID');
  const record: ToldRecord = { type, recordId, key: keyOf(type, recordId), versions: [] };
  const wrong: Content = {
    recordId,
    version: 1,
    occurredAt: lastRecorded,
    recordedAt: later(lastRecorded, random.between(1, 600) * 1000, recordedBy),
    person: model.versions.at(-1)!.person,
    ...fields,
  };
  const withdrawn: Content = {
    ...wrong,
    version: 2,
    voided: true,
    recordedAt: later(wrong.recordedAt, random.between(1, 300) * HOUR, recordedBy),
  };
  send(record, wrong, 'voided');
  send(record, withdrawn, 'voided');
  standing.push({ key: record.key, type, content: withdrawn, conflicting: false });
}

function neverHappened(
  happened: number,
  random: Random,
): { type: RecordType; fields: Record<string, unknown> } {
  const moment = new Date(happened).toISOString();
  const day = textOfDay(dayAt(happened));
  switch (random.between(0, 5)) {
    case 0:
      return { type: 'hhs.release', fields: { releasedAt: moment, dischargeType: 'unauthorized-absence' } };
    case 1:
      return { type: 'ice.notice-to-appear', fields: { issuedOn: day, servedOn: day } };
    case 2:
      return { type: 'eoir.decision', fields: { decidedOn: day, decisionCode: 'X', inAbsentia: 'yes' } };
    case 3:
      return { type: 'hhs.wellbeing-call', fields: { attemptedAt: moment, reached: 'nobody' } };
    case 4:
      return { type: 'hhs.address', fields: { effectiveOn: day, address: {} } };
    default:
      return {
        type: 'eoir.hearing',
        fields: {
          scheduledFor: moment,
          hearingType: 'MM',
          locationCode: 'HOU',
          adjournmentCode: '11',
          state: 'not-held',
        },
      };
  }
}

function repeat(drafts: Draft[], faults: Faults, random: Random): void {
  for (let i = 0, count = drafts.length; i < count; i++) {
    const { event, refused } = drafts[i]!;
    if (refused) continue;
    if (random.chance(faults.duplicates)) drafts.push({ event, fault: 'duplicates', refused });
    if (random.chance(faults.resends)) {
      const time = moved(event.time, random.between(1, 86_400) * 1000);
      const traceparent = `00-${random.uuid().replaceAll('-', '')}-${random.uuid().slice(0, 8)}${random.uuid().slice(0, 8)}-01`;
      drafts.push({ event: { ...event, time, traceparent }, fault: 'resends', refused });
    }
  }
}

/** By when each was recorded; late ones some places later, or nothing in order. */
function inOrder(drafts: Draft[], faults: Faults, random: Random): Draft[] {
  if (random.chance(faults.outOfOrder)) return shuffled(drafts, random);
  const places = drafts.map((draft) => {
    let at = Date.parse(draft.event.data.recordedAt);
    if (draft.fault === 'duplicates' || draft.fault === 'resends') at += random.between(0, 40) * DAY;
    if (random.chance(faults.late)) at += random.between(1, 400) * DAY;
    return { at, draft };
  });
  return places.sort((a, b) => a.at - b.at).map(({ draft }) => draft);
}

function shuffled(drafts: Draft[], random: Random): Draft[] {
  for (let i = drafts.length - 1; i > 0; i--) {
    const j = random.between(0, i);
    [drafts[i], drafts[j]] = [drafts[j]!, drafts[i]!];
  }
  return drafts;
}

function expected(drafts: readonly Draft[]): Sent[] {
  const contents = new Map<string, Set<Content>>();
  return drafts.map(({ event, fault, refused }) => {
    if (refused) return { event, fault, expect: 'rejected' };
    const before = contents.get(event.id);
    if (before === undefined) {
      contents.set(event.id, new Set([event.data]));
      return { event, fault, expect: 'accepted' };
    }
    if (before.has(event.data)) return { event, fault, expect: 'duplicate' };
    before.add(event.data);
    return { event, fault, expect: 'conflict' };
  });
}

function wrap({ type }: ToldRecord, data: Content, id: string, random: Random): SimulatedEvent {
  const event: SimulatedEvent = {
    specversion: '1.0',
    id,
    source: sourceOf(type),
    type,
    time: data.recordedAt,
    data,
  };
  if (random.chance(0.5)) event.datacontenttype = 'application/json';
  return event;
}

function moved(text: string, by: number): string {
  return new Date(Date.parse(text) + by).toISOString();
}
