import type { Agency } from '../../contracts/record.ts';
import type { AddressVerdict } from '../../contracts/status.ts';
import type { CaseFile } from '../case-file.ts';
import type { CourtFacts } from '../dimensions/court-facts.ts';
import type { PlacementFact } from '../dimensions/placement.ts';
import type { Facts } from '../facts.ts';
import type { OwedDuty } from '../obligations/duties.ts';
import type { Policy } from '../policy.ts';
import type { Run } from '../runs.ts';
import type { Glance } from './glance.ts';

/** Two records that cannot both be true, and the span of time in which that shows. Milliseconds; -Infinity / Infinity allowed. */
export interface Contradiction {
  rule: string;
  /** Keys, sorted; the first is the subject. */
  records: string[];
  owner: Agency;
  /** In words, without personal data: names of fields, never what they hold. */
  detail: string;
  from: number;
  until: number;
}

/** What a rule looks at: one child's records, by what is known. */
export interface ChildRecords {
  caseFile: CaseFile;
  facts: Facts;
  policy: Policy;
  glance: Glance;
  /** Where the child was placed, in order; worked out where it is asked for. */
  placements: () => readonly PlacementFact[];
  /** The address dimension over all time; worked out where it is asked for. */
  addresses: () => ReadonlyArray<Run<AddressVerdict>>;
  /** EOIR's records as facts of proceedings; worked out where they are asked for. */
  court: () => CourtFacts;
  /** All that is, was or will be owed to the child; worked out where it is asked for. */
  duties: () => readonly OwedDuty[];
}

/** One way in which records cannot all be true. */
export interface DiscrepancyRule {
  id: string;
  /** Who is told, in words; each contradiction names its agency. */
  owner: string;
  /** Why they cannot all be true: statute, regulation, form or plain logic. */
  why: string;
  /** What ends it. */
  closedBy: string;
  find(child: ChildRecords): readonly Contradiction[];
}

/** What most children have. */
export const none: readonly never[] = [];

/** Names a discrepancy among those of one child. */
export function contradictionName({ rule, records }: { rule: string; records: readonly string[] }): string {
  return `${rule} ${records.join(' ')}`;
}

/** Of two records the key that sorts first leads. */
export function sortedKeys(...keys: string[]): string[] {
  return [...new Set(keys)].sort();
}
