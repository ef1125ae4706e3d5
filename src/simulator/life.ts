import type { InventedAddress } from './addresses.ts';
import type { ChildIds, InventedPerson } from './people.ts';
import type { Plan } from './plan.ts';
import type { Random } from './random.ts';
import type { dischargeTypes } from './shares.ts';

export type DischargeType = (typeof dischargeTypes.values)[number];

/** A child passed between DHS and HHS. */
export interface Transfer {
  recordId: string;
  apprehendedAt?: number;
  determinedAt?: number;
  hhsNotifiedAt?: number;
  transferredAt: number;
  direction: 'to-hhs' | 'to-dhs';
  fieldOffice: string;
}

export interface Stay {
  recordId: string;
  admittedAt: number;
  endedAt?: number;
  programCode: string;
}

export interface Release {
  recordId: string;
  releasedAt: number;
  dischargeType: DischargeType;
  sponsorCategory?: string;
  address?: InventedAddress;
  noticeToIceAt?: number;
  noticeToEoirAt?: number;
}

/** Days are counted since 1970-01-01. A stage not reached is absent. */
export interface Notice {
  recordId: string;
  issued: number;
  served?: number;
  servedOnRole?: 'child' | 'custodian';
  serviceMethod?: string;
  filed?: number;
  courtCode?: string;
  cancelled?: number;
  /** Issue and service reached the agency's system at once: the first version already says both. */
  toldAtOnce: boolean;
}

export interface CourtCase {
  recordId: string;
  /** The court's own, where it is not the child's first case. */
  caseId?: string;
  received: number;
  ntaIssued?: number;
  caseType: string;
  courtCode: string;
  juvenileCode?: string;
  casePriority?: string;
  /** The closings in order: a day on which the case was closed, or null where a reopening took the closing back. */
  closings: Array<{ on: number; closed: boolean }>;
  /** False for the few cases whose record EOIR never sends. */
  told: boolean;
}

export interface HearingStep {
  state: 'set' | 'moved' | 'held' | 'not-held';
  /** The moment of the step. */
  at: number;
  scheduledFor: number;
  adjournmentCode?: string;
}

export interface Hearing {
  recordId: string;
  /** Of the case, where it is not the first. */
  caseId?: string;
  hearingType: string;
  medium?: string;
  noticeCode?: string;
  locationCode: string;
  steps: HearingStep[];
}

export interface Decision {
  recordId: string;
  /** Of the case, where it is not the first. */
  caseId?: string;
  decided: number;
  decisionCode?: string;
  otherCompletionCode?: string;
  inAbsentia?: 'yes' | 'no';
  motionCode?: string;
}

interface AddressTold {
  recordId: string;
  day: number;
  address: InventedAddress;
  contactChangeCode?: string;
}

interface Call {
  recordId: string;
  attemptedAt: number;
  reached: 'child' | 'sponsor' | 'both' | 'nobody';
  /** What whoever answered said; of nobody nothing. */
  livingWithSponsor?: 'yes' | 'no' | 'refused';
}

interface Check {
  recordId: string;
  checkedOn: number;
  method: 'visit' | 'call' | 'records' | 'other';
  outcome: 'located' | 'not-located' | 'refused' | 'inconclusive';
}

/**
 * How the agencies know the child. `never`: by an orrId alone, nobody ever gave an A-number. `mixed-up`: a record of
 * another A-number carries this child's orrId by mistake; `healed`: and was corrected later.
 */
export type Identity = 'a-number' | 'early-without' | 'never' | 'mixed-up' | 'healed';

/** What truly happened to one child until the simulation's end; the agencies' records are told from it. */
export interface Life {
  index: number;
  ids: ChildIds;
  identity: Identity;
  person: InventedPerson;
  bornOn: number;
  transfers: Transfer[];
  stays: Stay[];
  releases: Release[];
  notices: Notice[];
  cases: CourtCase[];
  hearings: Hearing[];
  decisions: Decision[];
  hhsAddresses: AddressTold[];
  courtAddresses: AddressTold[];
  calls: Call[];
  checks: Check[];
}

/** A life in the making: what its parts need to draw and to name. */
export interface Telling {
  life: Life;
  random: Random;
  until: number;
  /** What a scenario has settled; null where nothing is. */
  plan: Plan | null;
  /** The next record's id of a kind, such as `REL`. */
  nextId: (kind: string) => string;
}

export function emptyLife(index: number, ids: ChildIds, person: InventedPerson, bornOn: number): Life {
  return {
    index,
    ids,
    identity: 'a-number',
    person,
    bornOn,
    transfers: [],
    stays: [],
    releases: [],
    notices: [],
    cases: [],
    hearings: [],
    decisions: [],
    hhsAddresses: [],
    courtAddresses: [],
    calls: [],
    checks: [],
  };
}
