import type { RecordType } from '../contracts/records/index.ts';

/** The system that has the agency's records of a type, as event sources and record keys name it. */
const systems: Record<RecordType, string> = {
  'ice.custody-transfer': 'cbp:e3',
  'ice.notice-to-appear': 'ice:eid',
  'ice.location-check': 'ice:eid',
  'hhs.placement': 'hhs:uc-portal',
  'hhs.release': 'hhs:uc-portal',
  'hhs.address': 'hhs:uc-portal',
  'hhs.wellbeing-call': 'hhs:ncc',
  'eoir.case': 'eoir:case',
  'eoir.hearing': 'eoir:case',
  'eoir.decision': 'eoir:case',
  'eoir.address-change': 'eoir:ecas',
};

export function sourceOf(type: RecordType): string {
  return `urn:us-gov:${systems[type]}`;
}

/** `<type>/<recordId>@<system>` */
export function keyOf(type: RecordType, recordId: string): string {
  return `${type}/${recordId}@${systems[type]}`;
}
