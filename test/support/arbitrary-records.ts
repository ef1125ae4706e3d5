import * as fc from 'fast-check';
import { agencyOfType } from '../../src/contracts/envelope.ts';
import type { RecordAssertion } from '../../src/domain/case-file.ts';
import { MOST_COMPANIONS } from '../../src/domain/identity/overused-ids.ts';
import { record } from './records.ts';

const aNumbers = ['A012345678', 'A087654321', 'A023456789'];

function often<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 2, arbitrary: value }, { weight: 3, arbitrary: fc.constant(undefined) });
}

function seldom<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 1, arbitrary: value }, { weight: 7, arbitrary: fc.constant(undefined) });
}

/** Identifiers few enough to meet, and sometimes to contradict each other. */
const identifiers = fc.record({
  aNumber: often(fc.constantFrom(...aNumbers)),
  orrId: often(fc.constantFrom('orr-1', 'orr-2', 'orr-3')),
  eidSubjectId: often(fc.constantFrom('eid-1', 'eid-2')),
  eoirCaseId: often(fc.constantFrom('eoir-1', 'eoir-2')),
});

const days = fc.integer({ min: 0, max: 40 }).map((n) => new Date(Date.UTC(2025, 0, 1 + n * 9, 15)));

const oneRecord = fc
  .record({
    type: fc.constantFrom(
      'ice.custody-transfer',
      'hhs.placement',
      'hhs.release',
      'hhs.wellbeing-call',
      'eoir.hearing',
      'eoir.decision',
      'ice.notice-to-appear',
    ),
    recordId: fc.constantFrom('r1', 'r2'),
    version: fc.integer({ min: 1, max: 3 }),
    recordedAt: days,
    happenedAt: days,
    voided: seldom(fc.constant(true)),
    ids: identifiers,
    event: seldom(fc.constantFrom('event-1', 'event-2', 'event-3')),
    other: seldom(fc.constant(true)),
  })
  .map(({ type, recordId, version, recordedAt, happenedAt, voided, ids, event, other }): RecordAssertion => {
    const at = happenedAt.toISOString();
    const day = at.slice(0, 10);
    const own = {
      'ice.custody-transfer': { apprehendedAt: at, transferredAt: at },
      'hhs.placement': { admittedAt: at },
      'hhs.release': { releasedAt: at },
      'hhs.wellbeing-call': { attemptedAt: at },
      'eoir.hearing': { scheduledFor: at },
      'eoir.decision': { decidedOn: day },
      'ice.notice-to-appear': { issuedOn: day },
    }[type];
    return record(type, recordId, {
      data: {
        version,
        recordedAt: recordedAt.toISOString(),
        occurredAt: at,
        ...(voided === undefined ? {} : { voided }),
        ...own,
      },
      ids: Object.fromEntries(Object.entries(ids).filter(([, value]) => value !== undefined)),
      ...(event === undefined ? {} : { eventId: event }),
      ...(other === undefined ? {} : { source: `urn:us-gov:${agencyOfType(type)}:other` }),
    });
  });

/**
 * Records of a few entangled children: agency ids shared, A-numbers that come late or are corrected, versions, voided ones, and
 * several contents of one version or one event.
 */
export function entangledRecords(size: { min: number; max: number }): fc.Arbitrary<RecordAssertion[]> {
  return fc.array(oneRecord, { minLength: size.min, maxLength: size.max });
}

/** Records of children of their own and of entangled ones, most of them under one event id that came with more contents than are named. */
export const crowdedRecords: fc.Arbitrary<RecordAssertion[]> = fc
  .tuple(
    entangledRecords({ min: 2, max: 8 }),
    fc.integer({ min: 8, max: 16 }),
    fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
  )
  .map(([entangled, strangers, crowded]) => [
    ...entangled.map((one, n) =>
      crowded[n] === true && agencyOfType(one.type) === 'hhs' ? { ...one, eventId: 'crowd' } : one,
    ),
    ...Array.from({ length: strangers }, (_, n) =>
      record('hhs.placement', `stranger-${n}`, {
        ids: { orrId: `stranger-${n}` },
        eventId: 'crowd',
      }),
    ),
  ]);

/** Now and then not. */
function mostly(): fc.Arbitrary<boolean> {
  return fc.oneof({ weight: 15, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) });
}

/** What a stranger says beside the id that stands for no child, mostly: a number of its own, another agency's id of its own, both or nothing. */
const beside = fc.record({
  heap: mostly(),
  aNumber: mostly(),
  fin: fc.boolean(),
  version: fc.integer({ min: 1, max: 2 }),
  voided: seldom(fc.constant(true)),
});

/**
 * Records of entangled children, and of strangers who all have one agency's id with them: mostly with more numbers than a child can have,
 * at times with just as many.
 */
export const heapedRecords: fc.Arbitrary<RecordAssertion[]> = fc
  .tuple(
    entangledRecords({ min: 2, max: 8 }),
    fc.array(beside, { minLength: MOST_COMPANIONS, maxLength: MOST_COMPANIONS + 14 }),
  )
  .map(([entangled, strangers]) => [
    ...entangled,
    ...strangers.map(({ heap, aNumber, fin, version, voided }, n) =>
      // Every other stranger corrects the record of the one before, so that numbers which no longer count are counted too.
      record('hhs.placement', `stranger-${version === 2 ? n - (n % 2) : n}`, {
        ids: {
          ...(heap ? { orrId: 'orr-1' } : {}),
          ...(aNumber ? { aNumber: `A0777777${String(10 + n)}` } : {}),
          ...(fin ? { fin: `8881${String(10 + n)}` } : {}),
        },
        data: { version, ...(voided === undefined ? {} : { voided }) },
      }),
    ),
  ]);

/** The set in any order, with any of it again. */
export function arrivalsOf<T>(records: readonly T[]): fc.Arbitrary<T[]> {
  return fc
    .tuple(
      fc.shuffledSubarray([...records], { minLength: records.length }),
      fc.shuffledSubarray([...records]),
      fc.array(fc.nat()),
    )
    .map(([all, again, places]) => {
      const arrivals = [...all];
      again.forEach((one, index) => arrivals.splice((places[index] ?? 0) % (arrivals.length + 1), 0, one));
      return arrivals;
    });
}
