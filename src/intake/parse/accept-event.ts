import { checkRecord } from '../../contracts/check-record.ts';
import { agencyOfSource, agencyOfType, type EventAttributes } from '../../contracts/envelope.ts';
import { digestOf, eventKeyOf } from '../../contracts/event-names.ts';
import type { Agency } from '../../contracts/record.ts';
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

export type CheckedEvent =
  | {
      ok: true;
      message: LogMessage;
      /** Names the content: the same for two events that say the same of one record version. */
      digest: string;
      /** Names the event: the same for two events of one source and id. */
      eventKey: string;
    }
  | { ok: false; refusals: Refusal[] };

/** An event against its record's contract and its sender's right to say it; what comes out is ready for the log. */
export function checkEvent(event: RecordEvent, sender: Sender): CheckedEvent {
  const { attributes } = event;
  const foreign = foreignTo(sender.agency, attributes);
  if (foreign !== null) return { ok: false, refusals: [foreign] };

  const checked = checkRecord(attributes.type, event.data);
  if (!checked.ok) {
    const refusals = checked.refusals.map((refusal) => ({ ...refusal, field: `/data${refusal.field}` }));
    return { ok: false, refusals };
  }
  const { data } = checked.record;
  const value = JSON.stringify(data);
  const key = messageKey(attributes.type, data.recordId, data.person);
  return {
    ok: true,
    message: { topic: topicOf(attributes.type), key, headers: headersOf(attributes, key, sender), value },
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

/** CloudEvents Kafka binding 1.0.2, binary mode. Undefined attributes are left out. */
function headersOf(attributes: EventAttributes, key: string, sender: Sender): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  for (const name in attributes) {
    const value = attributes[name as keyof EventAttributes];
    if (value !== undefined && name !== 'datacontenttype') headers[`ce_${name}`] = value;
  }
  headers['ce_partitionkey'] = key;
  headers['ce_receivedtime'] = sender.receivedAt;
  headers['ce_sender'] = sender.client;
  return headers;
}
