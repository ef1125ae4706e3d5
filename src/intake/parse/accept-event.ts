import { checkRecord } from '../../contracts/check-record.ts';
import { agencyOfSource, agencyOfType, EventAttributes } from '../../contracts/envelope.ts';
import { digestOf, eventKeyOf } from '../../contracts/event-names.ts';
import { isAhead, type Agency } from '../../contracts/record.ts';
import type { Refusal } from '../../contracts/refusal.ts';
import { messageKey, topicOf } from '../../contracts/topics.ts';
import type { LogMessage } from '../../log/event-log.ts';
import type { RecordEvent } from './parsed-event.ts';

/** Who sends, and when it came. */
export interface Sender {
  /** The agency that the caller's token names. */
  agency: Agency;
  /** The caller's client id, printable ASCII. */
  client: string;
  /** RFC 3339, by this service's clock. */
  receivedAt: string;
}

/** What the log is given of an event, and the names it goes by. */
export interface CheckedContent {
  /** Of its message. */
  key: string;
  /** The record as canonical JSON. */
  value: string;
  /** Names the content: the same for two events that say the same of one record version. */
  digest: string;
  /** Names the event: the same for two events of one source and id. */
  eventKey: string;
}

export type CheckedEvent =
  ({ ok: true; message: LogMessage } & Pick<CheckedContent, 'digest' | 'eventKey'>) | Refused;

interface Refused {
  ok: false;
  refusals: Refusal[];
}

/** An event against its record's contract and its sender's right to say it; what comes out is ready for the log. */
export function checkEvent(event: RecordEvent, sender: Sender): CheckedEvent {
  const checked = checkContent(event, sender);
  if (!checked.ok) return checked;
  const { digest, eventKey } = checked;
  const message = recordMessage(event.attributes, checked, sender);
  for (const [name, header] of optionalHeaders) {
    const text = event.attributes[name];
    if (text !== undefined) message.headers[header] = text;
  }
  return { ok: true, message, digest, eventKey };
}

/** As `checkEvent`, without the message. */
export function checkContent(
  { attributes, data: given }: RecordEvent,
  { agency, receivedAt }: Sender,
): ({ ok: true } & CheckedContent) | Refused {
  const foreign = foreignTo(agency, attributes);
  if (foreign !== null) return { ok: false, refusals: [foreign] };

  const checked = checkRecord(attributes.type, given);
  if (!checked.ok) {
    const refusals = checked.refusals.map((refusal) => ({ ...refusal, field: `/data${refusal.field}` }));
    return { ok: false, refusals };
  }
  const { data } = checked.record;
  if (isAhead(data.recordedAt, receivedAt)) {
    const reason = `nothing is recorded later than it is sent: check the clock that wrote it (received ${receivedAt})`;
    const found = `string(${data.recordedAt.length})`;
    return { ok: false, refusals: [{ code: 'invalid-value', field: '/data/recordedAt', reason, found }] };
  }
  const value = JSON.stringify(data);
  return {
    ok: true,
    key: messageKey(attributes.type, data.recordId, data.person),
    value,
    digest: digestOf(attributes.type, value),
    eventKey: eventKeyOf(attributes.source, attributes.id),
  };
}

function foreignTo(agency: Agency, { source, type }: EventAttributes): Refusal | null {
  if (agencyOfSource(source) !== agency) {
    const reason = `this caller speaks for ${agency}: use a source of its own, such as urn:us-gov:${agency}:<system>`;
    return { code: 'foreign-source', field: '/source', reason, found: `string(${source.length})` };
  }
  if (agencyOfType(type) !== agency) {
    const reason = `records of type ${type} are said by ${agencyOfType(type)}, not by ${agency}`;
    return { code: 'foreign-type', field: '/type', reason, found: `string(${type.length})` };
  }
  return null;
}

/**
 * A checked record as its topic gets it: CloudEvents Kafka binding 1.0.2, binary mode. What every event has is put down in one
 * piece, and the names of headers are made once: both cost more than all else otherwise.
 */
export function recordMessage(
  { id, source, type }: Pick<EventAttributes, 'id' | 'source' | 'type'>,
  { key, value }: Pick<CheckedContent, 'key' | 'value'>,
  { client, receivedAt }: Sender,
): LogMessage {
  const headers = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: id,
    ce_source: source,
    ce_type: type,
    ce_partitionkey: key,
    ce_receivedtime: receivedAt,
    ce_sender: client,
  };
  return { topic: topicOf(type), key, headers, value };
}

const IN_EVERY: ReadonlyArray<keyof EventAttributes> = ['specversion', 'id', 'source', 'type'];
/** Given otherwise: as the content type, and as the message's own key. */
const NO_HEADER: ReadonlyArray<keyof EventAttributes> = ['datacontenttype', 'partitionkey'];

export type OptionalAttribute = Exclude<keyof EventAttributes, 'type'>;

/** Each attribute that an event need not have, and its header. */
export const optionalHeaders: ReadonlyArray<readonly [name: OptionalAttribute, header: string]> = (
  Object.keys(EventAttributes.shape) as OptionalAttribute[]
)
  .filter((name) => !IN_EVERY.includes(name) && !NO_HEADER.includes(name))
  .map((name) => [name, `ce_${name}`]);
