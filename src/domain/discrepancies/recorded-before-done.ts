import { agencyOfType } from '../../contracts/envelope.ts';
import type { RecordData, RecordType } from '../../contracts/records/index.ts';
import type { RecordAssertion } from '../case-file.ts';
import { easternDay } from '../eastern.ts';
import { instantOf } from '../instant.ts';
import { addDays } from '../working-days.ts';
import { none, type Contradiction, type DiscrepancyRule } from './rule.ts';

const DAY = 86_400_000;

/**
 * Fields that say that something was done. Not what may be planned: from when an address holds, for when a hearing is set, or one of which it
 * is known before that it will not be held.
 */
const done: { readonly [T in RecordType]: ReadonlyArray<keyof RecordData<T> & string> } = {
  'ice.custody-transfer': ['apprehendedAt', 'determinedUnaccompaniedAt', 'hhsNotifiedAt', 'transferredAt'],
  'ice.notice-to-appear': ['issuedOn', 'servedOn', 'filedOn', 'cancelledOn'],
  'ice.location-check': ['checkedOn'],
  'hhs.placement': ['admittedAt', 'endedAt'],
  'hhs.release': ['releasedAt', 'noticeToIceAt', 'noticeToEoirAt'],
  'hhs.address': [],
  'hhs.wellbeing-call': ['attemptedAt'],
  'eoir.case': ['ntaIssuedOn', 'receivedOn', 'closedOn'],
  'eoir.hearing': ['occurredAt'],
  'eoir.decision': ['decidedOn'],
  'eoir.address-change': ['receivedOn'],
};
const whenHeld = [...done['eoir.hearing'], 'scheduledFor'] as const;

/** Otherwise it counts for nothing until its moment, and then comes true by itself. A day is allowed for: clocks differ, and so do days by them. */
export const recordedBeforeDone: DiscrepancyRule = {
  id: 'recorded-before-done',
  owner: 'the agency whose record it is',
  why: 'what was done is written down when it was done or later; a later date is a slip of the pen, or the act was only planned',
  closedBy: 'a higher version of the record',
  find({ caseFile }) {
    let found: Contradiction[] | undefined;
    for (const { inUse } of caseFile.records) {
      if (inUse.data.voided === true) continue;
      const ahead = aheadIn(inUse);
      if (ahead.length === 0) continue;
      (found ??= []).push({
        rule: 'recorded-before-done',
        records: [inUse.key],
        owner: agencyOfType(inUse.type),
        detail: ahead.map((field) => `${field} is after recordedAt`).join('; '),
        from: instantOf(inUse.data.recordedAt),
        until: Infinity,
      });
    }
    return found ?? none;
  },
};

function aheadIn(record: RecordAssertion): readonly string[] {
  const { recordedAt } = record.data;
  const fields = record.data as unknown as { readonly [field: string]: string | undefined };
  let ahead: string[] | undefined;
  for (const field of fieldsOf(record)) {
    const said = fields[field];
    // Days and moments in UTC compare as texts; nearly all lie before, and no later day by Eastern time does.
    if (said !== undefined && said > recordedAt && isAhead(said, recordedAt)) (ahead ??= []).push(field);
  }
  return ahead ?? none;
}

function fieldsOf({ type, data }: RecordAssertion): readonly string[] {
  return type === 'eoir.hearing' && data.state === 'held' ? whenHeld : done[type];
}

function isAhead(said: string, recordedAt: string): boolean {
  const recorded = instantOf(recordedAt);
  return said.length === 10 ? said > addDays(easternDay(recorded), 1) : instantOf(said) > recorded + DAY;
}
