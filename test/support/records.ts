import { checkRecord } from '../../src/contracts/check-record.ts';
import { agencyOfType } from '../../src/contracts/envelope.ts';
import { hashId } from '../../src/contracts/hash.ts';
import type { Identifiers } from '../../src/contracts/person.ts';
import type { RecordBase } from '../../src/contracts/record.ts';
import type { RecordData, RecordType } from '../../src/contracts/records/index.ts';
import { ACT_TOPIC, messageKey, topicOf } from '../../src/contracts/topics.ts';
import {
  isAct,
  recordKey,
  type Assertion,
  type CaseFile,
  type RecordAssertion,
} from '../../src/domain/case-file.ts';
import { caseFilesOf } from '../../src/domain/case-files.ts';
import { factsOf, type Facts } from '../../src/domain/facts.ts';
import type { LogMessage } from '../../src/log/event-log.ts';

/** The child of a record that names none. */
export const someANumber = 'A012345678';

const moment = '2025-01-01T00:00:00.000Z';

/** The fewest fields of its own that a record of each type must have. */
const least: { [T in RecordType]: Omit<RecordData<T>, keyof RecordBase> } = {
  'ice.custody-transfer': { transferredAt: moment, direction: 'to-hhs', fieldOffice: 'Harlingen' },
  'ice.notice-to-appear': { issuedOn: '2025-01-01' },
  'ice.location-check': { checkedOn: moment, method: 'visit', outcome: 'located' },
  'hhs.placement': { admittedAt: moment, programCode: 'P-1' },
  'hhs.release': { releasedAt: moment, dischargeType: 'reunified-with-sponsor' },
  'hhs.address': { effectiveOn: '2025-01-01', address: {} },
  'hhs.wellbeing-call': { attemptedAt: moment, reached: 'child' },
  'eoir.case': { caseType: 'RMV', receivedOn: '2025-01-01', baseCityCode: 'NYC' },
  'eoir.hearing': { scheduledFor: moment, hearingType: 'MA', locationCode: 'NYC', state: 'set' },
  'eoir.decision': { decidedOn: '2025-01-01', decisionCode: 'D' },
  'eoir.address-change': { receivedOn: '2025-01-01', contactChangeCode: '33-COURT', address: {} },
};

export interface Told<T extends RecordType> {
  /** Fields of the record that differ from the least one. */
  data?: Partial<RecordData<T>>;
  /** By default one A-number. */
  ids?: Identifiers;
  source?: string;
  /** By default made of the content, so that equal contents are one event. */
  eventId?: string;
}

/** A record that keeps its contract, as the domain sees it. Throws where `told` makes it break the contract. */
export function record<T extends RecordType>(type: T, recordId: string, told: Told<T> = {}): RecordAssertion {
  const person =
    told.ids !== undefined && Object.keys(told.ids).length === 0
      ? { name: { given: ['Ana'], surnames: ['Inventada'] }, birthDate: { value: '2010', precision: 'year' } }
      : { identifiers: told.ids ?? { aNumber: someANumber } };
  const base = { recordId, version: 1, occurredAt: moment, recordedAt: moment, person };
  const checked = checkRecord(type, { ...base, ...least[type], ...told.data });
  if (!checked.ok) throw new Error(`${type}: ${JSON.stringify(checked.refusals)}`);
  const source = told.source ?? `urn:us-gov:${agencyOfType(type)}:test`;
  const digest = hashId(`${type}\n${JSON.stringify(checked.record.data)}`);
  return {
    ...checked.record,
    key: recordKey(type, recordId, source),
    digest,
    source,
    eventId: told.eventId ?? digest,
  };
}

/** The case file of records that are one child's. */
export function caseFileOf(...records: Assertion[]): CaseFile {
  const { children, unlinked } = caseFilesOf(records);
  if (children.length !== 1 || unlinked.length > 0) throw new Error('these records are not one child’s');
  return children[0]!;
}

export function factsFrom(...records: Assertion[]): Facts {
  return records.length === 0
    ? factsOf({ childId: '', records: [], acts: [], waiting: [] })
    : factsOf(caseFileOf(...records));
}

/** The record as intake would put it on its topic. */
export function messageFor(assertion: Assertion, receivedAt = '2026-10-01T00:00:00.000Z'): LogMessage {
  const { type, data, source, eventId } = assertion;
  return {
    topic: isAct(assertion) ? ACT_TOPIC : topicOf(assertion.type),
    key: isAct(assertion)
      ? assertion.data.subject
      : messageKey(assertion.type, data.recordId, assertion.data.person),
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: eventId,
      ce_source: source,
      ce_type: type,
      ce_sender: 'test',
      ce_receivedtime: receivedAt,
    },
    value: JSON.stringify(data),
  };
}
