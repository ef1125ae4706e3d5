import { checkAct, checkRecord } from '../contracts/check-record.ts';
import { isEventId, maySay } from '../contracts/envelope.ts';
import { digestOf, eventKeyOf } from '../contracts/event-names.ts';
import { hashId } from '../contracts/hash.ts';
import { ACT_TYPE } from '../contracts/obligation.ts';
import { isAhead } from '../contracts/record.ts';
import { isRecordType } from '../contracts/records/index.ts';
import { isRealDate } from '../contracts/scalars.ts';
import { repeatedName } from '../contracts/repeated-name.ts';
import { ACT_TOPIC, DEAD_LETTER_TOPIC, topicOf, partitionName } from '../contracts/topics.ts';
import { actKey, isAct, recordKey, type Assertion } from '../domain/case-file.ts';
import { aliasOf, idsGivenBy } from '../domain/case-files.ts';
import { identifierTexts } from '../domain/identity/identifiers.ts';
import type { LogRecord } from '../log/event-log.ts';
import type { DeadLetter } from '../store/queries/insert-dead-letters.ts';
import type { AppliedRecord } from '../store/queries/record-row.ts';

/** A message as the reconciler applies it. */
export interface Incoming {
  assertion: Assertion;
  value: string;
  sender: string;
  receivedAt: string;
  position: { topic: string; partition: number; offset: string };
  /** Hashes that tie it to others: its event, its record key, its identifiers; none that is overused. */
  ids: string[];
  /** Its event is known to have more contents than are named (domain/event-contents.ts). */
  overused?: boolean;
  /** Those of its identifiers that are known to stand for no child (domain/identity/overused-ids.ts). */
  overusedIds?: readonly string[];
}

export type ReadMessage =
  { kind: 'record'; incoming: Incoming } | { kind: 'dead-letter'; letter: DeadLetter };

const attribute = /^[\u0021-\u007e]{1,256}$/;
const shape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/**
 * Read a message of a topic. Whoever wrote it, only what keeps its contract is applied; anything else becomes a dead letter, and
 * the partition moves on.
 */
export function readMessage(record: LogRecord): ReadMessage {
  if (record.topic === DEAD_LETTER_TOPIC) return { kind: 'dead-letter', letter: letterFromIntake(record) };
  const { ce_type: type, ce_source: source, ce_id: eventId } = record.headers;
  if (type === undefined || (type !== ACT_TYPE && !isRecordType(type))) {
    return refuse(record, 'unknown-type', '/ce_type', 'the message names no record type in ce_type');
  }
  const topic = type === ACT_TYPE ? ACT_TOPIC : topicOf(type);
  if (record.topic !== topic)
    return refuse(record, 'wrong-topic', '/ce_type', `records of this type go to ${topic}`);
  if (source === undefined)
    return refuse(record, 'missing-attribute', '/ce_source', 'the message needs ce_source');
  if (eventId === undefined) return refuse(record, 'missing-attribute', '/ce_id', 'the message needs ce_id');
  if (!isEventId(eventId))
    return refuse(
      record,
      'invalid-value',
      '/ce_id',
      'use 1 to 128 printable ASCII characters without spaces',
    );
  if (type === ACT_TYPE ? !attribute.test(source) : !maySay(source, type))
    return refuse(record, 'foreign-source', '/ce_source', `no source that may say ${type}`);
  if (record.bytes !== undefined) return refuse(record, 'invalid-utf8', '', 'the message is no UTF-8');
  const parsed = parse(record.value);
  if (parsed === undefined) return refuse(record, 'invalid-json', '', 'the message is no JSON');
  const checked = type === ACT_TYPE ? checkAct(parsed) : checkRecord(type, parsed);
  if (!checked.ok) {
    const first = checked.refusals[0]!;
    return refuse(record, first.code, first.field, first.reason);
  }
  if (isAhead(checked.record.data.recordedAt, record.appendedAt.toISOString(), clocksOf(record)))
    return refuse(record, 'invalid-value', '/recordedAt', 'nothing is recorded later than it is sent');
  const canonical = JSON.stringify(checked.record.data);
  // What intake wrote is canonical already. Of two equal texts the one that the message holds anyway is kept.
  const value = canonical === record.value ? record.value : canonical;
  const repeated = value === record.value ? null : repeatedName(record.value!, parsed);
  if (repeated !== null)
    return refuse(record, 'repeated-field', repeated, 'a field stands twice in its object (RFC 7493 §2.3)');
  const digest = digestOf(type, value);
  const { record: typed } = checked;
  const { recordId } = typed.data;
  const key = typed.type === ACT_TYPE ? actKey(recordId) : recordKey(typed.type, recordId, source);
  const assertion = { type: typed.type, data: typed.data, key, digest, source, eventId } as Assertion;
  return { kind: 'record', incoming: incomingOf(record, assertion, value) };
}

/** A moment as intake writes it, that exists: Postgres refuses the 30th of February, and the year 0. */
function isMoment(text: string): boolean {
  if (text === lastMoment) return true;
  if (!shape.test(text) || !isRealDate(text)) return false;
  const at = new Date(text);
  if (Number.isNaN(at.getTime()) || at.toISOString() !== text) return false;
  lastMoment = text;
  return true;
}

/** What came in one request was received at one moment. */
let lastMoment = '';

function incomingOf(record: LogRecord, assertion: Assertion, value: string): Incoming {
  return {
    assertion,
    value,
    sender: senderOf(record),
    receivedAt: receivedAtOf(record),
    position: { topic: record.topic, partition: record.partition, offset: String(record.offset) },
    ids: idsOf(assertion),
  };
}

/** The same, from the stored row instead of the message: same place in the log, and same ids unless others are given. */
export function incomingOfRow(
  record: AppliedRecord,
  value: string,
  sender: string,
  ids = idsOf(record.assertion),
): Incoming {
  const { assertion, position, receivedAt, overused, overusedIds } = record;
  return {
    assertion,
    value,
    sender,
    receivedAt: receivedAt.toISOString(),
    position,
    ids,
    overused,
    overusedIds,
  };
}

function idsOf(assertion: Assertion): string[] {
  const event = eventKeyOf(assertion.source, assertion.eventId);
  // An act belongs where the record is that started the duty.
  if (isAct(assertion)) return [event, aliasOf(assertion.key), aliasOf(assertion.data.subject)];
  return [event, ...idsGivenBy(assertion), ...identifierTexts(assertion).map(hashId)];
}

/** When intake took it, or else the log. Manifests count it on that day, whatever became of it. */
function receivedAtOf(record: LogRecord): string {
  const appendedAt = record.appendedAt.toISOString();
  const received = record.headers['ce_receivedtime'];
  if (received === undefined || !isMoment(received)) return appendedAt;
  return isAhead(received, appendedAt, DAY_MS) ? appendedAt : received;
}

const DAY_MS = 86_400_000;

/**
 * How far a record's times may be ahead of the log's clock, in ms. Intake checked them by its own clock, which may differ from the log's;
 * what intake accepted is not refused for that.
 */
function clocksOf({ headers }: LogRecord): number | undefined {
  return headers['ce_receivedtime'] === undefined ? undefined : DAY_MS;
}

function senderOf(record: LogRecord): string {
  const sender = record.headers['ce_sender'];
  return sender !== undefined && attribute.test(sender) ? sender : 'unknown';
}

function parse(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(record: LogRecord, code: string, field: string, reason: string): ReadMessage {
  return { kind: 'dead-letter', letter: deadLetterOf(record, { code, field, reason }) };
}

/** A message that can't be applied, as it is kept. */
export function deadLetterOf(
  record: LogRecord,
  why: { code: string; field: string; reason: string },
): DeadLetter {
  return {
    origin: originOf(record),
    stage: 'reconciler',
    receivedAt: receivedAtOf(record),
    sender: senderOf(record),
    source: plain(record.headers['ce_source']),
    eventId: plain(record.headers['ce_id']),
    type: plain(record.headers['ce_type']),
    ...why,
    original: wholeOf(record),
  };
}

function wholeOf(record: LogRecord): string {
  return (record.bytes ?? Buffer.from(record.value ?? '')).toString('base64');
}

/** As Postgres reads it, which refuses what is left incomplete. */
function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

/** What intake refused, as it wrote it down (intake/dead-letter.ts). What can't be read is kept whole. */
function letterFromIntake(record: LogRecord): DeadLetter {
  const parsed = parse(record.value);
  const letter = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as Record<string, unknown>;
  const text = (name: string) => plain(letter[name]);
  const original = letter['original'];
  const receivedAt = text('receivedAt');
  return {
    origin: originOf(record),
    stage: 'intake',
    receivedAt: receivedAt !== null && isMoment(receivedAt) ? receivedAt : record.appendedAt.toISOString(),
    sender: text('sender') ?? 'unknown',
    source: text('source'),
    eventId: text('id'),
    type: text('type'),
    code: text('code') ?? 'unreadable-dead-letter',
    field: text('field') ?? '',
    reason: text('reason') ?? '',
    original: typeof original === 'string' && isBase64(original) ? original : wholeOf(record),
  };
}

/** Names the message of a dead letter: `<topic>/<partition>/<offset>`. */
export function originOf(place: { topic: string; partition: number; offset: bigint | string }): string {
  return `${partitionName(place)}/${place.offset}`;
}

/** Where each of some records stands, as `originOf` names it. */
export function originsOf(incoming: readonly Incoming[]): string[] {
  return incoming.map(({ position }) => originOf(position));
}

/** Postgres text holds no U+0000, and an attribute from outside may. */
function plain(value: unknown): string | null {
  return typeof value === 'string' ? value.replaceAll('\u0000', '').slice(0, 512) : null;
}
