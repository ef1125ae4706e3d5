import { agencyOfType } from '../../contracts/envelope.ts';
import type { RecordData, RecordType } from '../../contracts/records/index.ts';
import type { RecordAssertion } from '../case-file.ts';
import { easternMidnight } from '../eastern.ts';
import type { Facts } from '../facts.ts';
import { none, type Contradiction, type DiscrepancyRule } from './rule.ts';

/** A field that cannot lie before another of the same record. */
type Pair = readonly [earlier: string, later: string];

/**
 * Notices to other agencies may come before what they tell of where that is planned (a transfer, a release) and are not here; nor is a
 * transfer back to DHS, whose apprehension may be an older one's. Nobody plans an apprehension, or that a child walks away.
 */
const toHhs: readonly Pair[] = [
  ['apprehendedAt', 'hhsNotifiedAt'],
  ['apprehendedAt', 'determinedUnaccompaniedAt'],
  ['determinedUnaccompaniedAt', 'transferredAt'],
  ['apprehendedAt', 'transferredAt'],
];
const notice: readonly Pair[] = [
  ['issuedOn', 'servedOn'],
  ['servedOn', 'filedOn'],
  ['issuedOn', 'filedOn'],
  ['issuedOn', 'cancelledOn'],
  ['servedOn', 'cancelledOn'],
  ['filedOn', 'cancelledOn'],
];
const absence: readonly Pair[] = [
  ['releasedAt', 'noticeToIceAt'],
  ['releasedAt', 'noticeToEoirAt'],
];
const stay: readonly Pair[] = [['admittedAt', 'endedAt']];
const courtCase: readonly Pair[] = [
  ['ntaIssuedOn', 'receivedOn'],
  ['receivedOn', 'closedOn'],
];

const ABSENCE = 'unauthorized-absence';

export const datesOutOfOrder: DiscrepancyRule = {
  id: 'dates-out-of-order',
  owner: 'the agency whose record it is',
  why: 'what comes of a thing cannot be before it: nobody is handed over before being apprehended (8 USC 1232(b)), no notice is filed before it is served (8 CFR 1003.14(a))',
  closedBy: 'a higher version of the record',
  find({ caseFile, facts }) {
    if (allInOrder(facts)) return none;
    return caseFile.records
      .filter(({ inUse }) => inUse.data.voided !== true)
      .map(({ inUse }) => contradictionIn(inUse))
      .filter((found) => found !== null);
  },
};

/** By the same pairs as below, written out since every child is asked: texts of days or of moments in UTC compare as times. */
function allInOrder(facts: Facts): boolean {
  for (const { data } of facts['ice.custody-transfer']) if (!transferInOrder(data)) return false;
  for (const { data } of facts['ice.notice-to-appear']) if (!noticeInOrder(data)) return false;
  for (const { data } of facts['hhs.release']) if (!absenceInOrder(data)) return false;
  for (const { data } of facts['hhs.placement']) if (isBefore(data.endedAt, data.admittedAt)) return false;
  for (const { data } of facts['eoir.case']) {
    if (isBefore(data.receivedOn, data.ntaIssuedOn) || isBefore(data.closedOn, data.receivedOn)) return false;
  }
  return true;
}

function transferInOrder(data: RecordData<'ice.custody-transfer'>): boolean {
  if (data.direction !== 'to-hhs') return true;
  const { apprehendedAt, hhsNotifiedAt, determinedUnaccompaniedAt, transferredAt } = data;
  return !(
    isBefore(hhsNotifiedAt, apprehendedAt) ||
    isBefore(determinedUnaccompaniedAt, apprehendedAt) ||
    isBefore(transferredAt, determinedUnaccompaniedAt) ||
    isBefore(transferredAt, apprehendedAt)
  );
}

function absenceInOrder(data: RecordData<'hhs.release'>): boolean {
  if (data.dischargeType !== ABSENCE) return true;
  return !isBefore(data.noticeToIceAt, data.releasedAt) && !isBefore(data.noticeToEoirAt, data.releasedAt);
}

function noticeInOrder({
  issuedOn,
  servedOn,
  filedOn,
  cancelledOn,
}: RecordData<'ice.notice-to-appear'>): boolean {
  return !(
    isBefore(servedOn, issuedOn) ||
    isBefore(filedOn, servedOn) ||
    isBefore(filedOn, issuedOn) ||
    isBefore(cancelledOn, issuedOn) ||
    isBefore(cancelledOn, servedOn) ||
    isBefore(cancelledOn, filedOn)
  );
}

function isBefore(later: string | undefined, earlier: string | undefined): boolean {
  return later !== undefined && earlier !== undefined && later < earlier;
}

function contradictionIn(record: RecordAssertion): Contradiction | null {
  const { type, data } = record;
  const fields = data as unknown as { readonly [field: string]: string | undefined };
  const wrong = pairsOf(type, fields).filter(([earlier, later]) => isBefore(fields[later], fields[earlier]));
  if (wrong.length === 0) return null;
  // When both have happened: at the one that should have been first. Both were said by the record's own moment, whatever they say.
  const moments = wrong.map(([earlier]) => momentOf(fields[earlier]!));
  return {
    rule: 'dates-out-of-order',
    records: [record.key],
    owner: agencyOfType(type),
    detail: wrong.map(([earlier, later]) => `${later} is before ${earlier}`).join('; '),
    from: Math.min(...moments, momentOf(data.recordedAt)),
    until: Infinity,
  };
}

function pairsOf(
  type: RecordType,
  { direction, dischargeType }: { readonly [field: string]: string | undefined },
): readonly Pair[] {
  switch (type) {
    case 'ice.custody-transfer':
      return direction === 'to-hhs' ? toHhs : none;
    case 'ice.notice-to-appear':
      return notice;
    case 'hhs.release':
      return dischargeType === ABSENCE ? absence : none;
    case 'hhs.placement':
      return stay;
    case 'eoir.case':
      return courtCase;
    default:
      return none;
  }
}

function momentOf(text: string): number {
  return text.length === 10 ? easternMidnight(text) : Date.parse(text);
}
