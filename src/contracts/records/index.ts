import type { z } from 'zod';
import { EoirAddressChange } from './eoir.address-change.ts';
import { EoirCase } from './eoir.case.ts';
import { EoirDecision } from './eoir.decision.ts';
import { EoirHearing } from './eoir.hearing.ts';
import { HhsAddress } from './hhs.address.ts';
import { HhsPlacement } from './hhs.placement.ts';
import { HhsRelease } from './hhs.release.ts';
import { HhsWellbeingCall } from './hhs.wellbeing-call.ts';
import { IceCustodyTransfer } from './ice.custody-transfer.ts';
import { IceLocationCheck } from './ice.location-check.ts';
import { IceNoticeToAppear } from './ice.notice-to-appear.ts';

/** Every record type there is; the only list of them. The word before the dot is the agency that may say it. */
export const recordSchemas = {
  'ice.custody-transfer': IceCustodyTransfer,
  'ice.notice-to-appear': IceNoticeToAppear,
  'ice.location-check': IceLocationCheck,
  'hhs.placement': HhsPlacement,
  'hhs.release': HhsRelease,
  'hhs.address': HhsAddress,
  'hhs.wellbeing-call': HhsWellbeingCall,
  'eoir.case': EoirCase,
  'eoir.hearing': EoirHearing,
  'eoir.decision': EoirDecision,
  'eoir.address-change': EoirAddressChange,
} as const;

export type RecordType = keyof typeof recordSchemas;
export const recordTypes = Object.keys(recordSchemas) as RecordType[];

/** The content of a record of one type, after its check. */
export type RecordData<T extends RecordType = RecordType> = z.infer<(typeof recordSchemas)[T]>;

/** A record's type with its content, so that a `switch` on `type` knows the fields. */
export type TypedRecord = { [T in RecordType]: { type: T; data: RecordData<T> } }[RecordType];

export function isRecordType(text: string): text is RecordType {
  return Object.hasOwn(recordSchemas, text);
}
