import { type AddressFields, mistaken } from './addresses.ts';
import { DAY } from './calendar.ts';
import type { Random } from './random.ts';
import type { Content, ToldRecord } from './records.ts';

/** The record's content with a mistake in it that a status would show: still valid, and always another content. */
export function withMistake(record: ToldRecord, right: Content, random: Random): Content {
  switch (record.type) {
    case 'ice.custody-transfer':
      return { ...right, transferredAt: earlier(right['transferredAt'], random.between(1, 3)) };
    case 'ice.notice-to-appear': {
      const wrong: Content = { ...right, issuedOn: earlierDay(right['issuedOn'], random.between(1, 40)) };
      if (random.chance(0.5))
        for (const field of ['servedOn', 'servedOnRole', 'filedOn']) delete wrong[field];
      return wrong;
    }
    case 'ice.location-check':
      return { ...right, outcome: right['outcome'] === 'located' ? 'not-located' : 'located' };
    case 'hhs.placement':
      return { ...right, admittedAt: earlier(right['admittedAt'], random.between(1, 2)) };
    case 'hhs.release': {
      const dischargeType = right['dischargeType'] === 'aged-out' ? 'voluntary-departure' : 'aged-out';
      return random.chance(0.5)
        ? { ...right, dischargeType }
        : { ...right, address: mistaken(random, right['address'] as AddressFields | undefined) };
    }
    case 'hhs.address':
    case 'eoir.address-change':
      return { ...right, address: mistaken(random, right['address'] as AddressFields) };
    case 'hhs.wellbeing-call': {
      const wrong: Content = { ...right, reached: right['reached'] === 'nobody' ? 'both' : 'nobody' };
      return wrong;
    }
    case 'eoir.case':
      return { ...right, receivedOn: earlierDay(right['receivedOn'], random.between(1, 60)) };
    case 'eoir.hearing':
      if (right['state'] === 'held' || right['state'] === 'not-held') {
        const wrong: Content = { ...right, state: right['adjournmentCode'] === '11' ? 'held' : 'not-held' };
        wrong['adjournmentCode'] = right['adjournmentCode'] === '11' ? '02' : '11';
        return wrong;
      }
      return { ...right, scheduledFor: earlier(right['scheduledFor'], random.between(1, 200)) };
    case 'eoir.decision':
      return right['motionCode'] === undefined
        ? { ...right, inAbsentia: right['inAbsentia'] === 'yes' ? 'no' : 'yes' }
        : { ...right, decisionCode: right['decisionCode'] === 'G' ? 'D' : 'G' };
  }
}

/** A copy that its contract must refuse. */
export function refusedCopy(record: ToldRecord, content: Content, recordId: string, random: Random): Content {
  const copy: Content = { ...content, recordId, version: 1 };
  switch (random.between(0, 7)) {
    case 0:
      return { ...copy, sponsorPhone: '000' };
    case 1:
      return { ...copy, sponsorImmigrationStatus: 'unknown' };
    case 2:
      return { ...copy, notes: 'free text' };
    case 3:
      return {
        ...copy,
        person: { identifiers: { aNumber: random.pick(['A123456789', '000000000', '111111111']) } },
      };
    case 4:
      return { ...copy, occurredAt: '2025-02-30T10:00:00Z' };
    case 5:
      return { ...copy, person: { ...copy.person, countryOfBirth: 'UNK' } };
    case 6:
      return { ...copy, version: 0 };
    default:
      return withUnknownCode(record, copy);
  }
}

function withUnknownCode(record: ToldRecord, copy: Content): Content {
  switch (record.type) {
    case 'ice.custody-transfer':
      return { ...copy, fieldOffice: 'Springfield' };
    case 'ice.notice-to-appear':
      return { ...copy, serviceMethod: '~' };
    case 'ice.location-check':
      return { ...copy, outcome: 'maybe' };
    case 'hhs.placement':
      return { ...copy, programCode: 'not a key' };
    case 'hhs.release':
      return { ...copy, dischargeType: 'other' };
    case 'hhs.address':
      return { ...copy, address: { state: 'ZZ' } };
    case 'hhs.wellbeing-call':
      return { ...copy, reached: 'neighbour' };
    case 'eoir.case':
      return { ...copy, caseType: '~~~' };
    case 'eoir.hearing':
      return { ...copy, adjournmentCode: '~9' };
    case 'eoir.decision':
      return { ...copy, decisionCode: '~' };
    case 'eoir.address-change':
      return { ...copy, contactChangeCode: 'PIGEON' };
  }
}

function earlier(text: unknown, days: number): string {
  return new Date(Date.parse(String(text)) - days * DAY).toISOString();
}

function earlierDay(text: unknown, days: number): string {
  return earlier(`${String(text)}T00:00:00Z`, days).slice(0, 10);
}
