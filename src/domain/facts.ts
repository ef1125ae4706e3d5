import type { RecordData, RecordType } from '../contracts/records/index.ts';
import type { CaseFile, RecordAssertion } from './case-file.ts';

/** A record in use that says something (not voided), with its key. */
export interface Fact<T extends RecordType> {
  key: string;
  data: RecordData<T>;
}

/** A child's facts by record type, each list sorted by record key. */
export type Facts = { [T in RecordType]: ReadonlyArray<Fact<T>> };

const none: readonly never[] = [];

export function factsOf(caseFile: CaseFile): Facts {
  const facts: { [T in RecordType]: Array<Fact<T>> | readonly never[] } = {
    'ice.custody-transfer': none,
    'ice.notice-to-appear': none,
    'ice.location-check': none,
    'hhs.placement': none,
    'hhs.release': none,
    'hhs.address': none,
    'hhs.wellbeing-call': none,
    'eoir.case': none,
    'eoir.hearing': none,
    'eoir.decision': none,
    'eoir.address-change': none,
  };
  for (const { inUse } of caseFile.records) {
    if (inUse.data.voided === true) continue;
    const list = facts[inUse.type];
    if (list.length === 0) (facts as Record<RecordType, unknown[]>)[inUse.type] = [inUse];
    else (list as unknown[]).push(inUse);
  }
  return facts;
}

/** Contents of a record's lower versions, by key, for when something was first said; no entry where there are none. */
export type Superseded = ReadonlyMap<string, readonly RecordAssertion[]>;

export const noneSuperseded: Superseded = new Map();

export function supersededOf({ records }: CaseFile): Superseded {
  let found: Map<string, readonly RecordAssertion[]> | null = null;
  for (const { inUse, superseded } of records)
    if (superseded.length > 0) (found ??= new Map()).set(inUse.key, superseded);
  return found ?? noneSuperseded;
}
