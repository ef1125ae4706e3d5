import type { RecordType } from '../../contracts/records/index.ts';
import type { InventedAddress } from '../addresses.ts';

/** What is known after the facts so far. */
export interface Known {
  placement: string;
  /** HHS has it, and neither is its stay over nor is it of age. */
  inHhsCare: boolean;
  /** The latest admission of HHS's care. */
  admission: string | null;
  /** It left on its own, and nobody has met it since at a hand-over, an admission or a release. */
  ranAway: boolean;
  /** Moment of the reunification that is the latest placement fact, else null. */
  withSponsorSince: number | null;
  /** The last call since then; null where there was none. */
  lastCall: { at: number; reached: boolean } | null;
  /** Furthest stage by document; a cancelled one is -1. */
  documents: Map<string, number>;
  casesReceived: string[];
  /** By the court's own id; '' is the first case. */
  inCourt: Map<string, InCourt>;
  hhsAddress: Asserted | null;
  courtAddress: Asserted | null;
  lastContact: number;
  lastSign: number;
}

/** What is known of one case. */
export interface InCourt {
  cycleDay: number;
  reopened: boolean;
  /** Day of the latest granted reopening. */
  reopenedOn: number;
  /** Day of the cycle's latest decision of another kind than a failure to appear. */
  decidedOn: number | null;
  /** The cycle's case was closed, and nothing says how. */
  closed: boolean;
  /** Failures to appear that no reopening took back. */
  failures: Array<{ day: number; weight: number }>;
  /** The last moment at which each of them can have been, from when it stands. */
  missed: number[];
  outcome: { at: number; appeared: boolean } | null;
  /** By hearing, the moment for which it is on the calendar now. */
  calendar: Map<string, number>;
}

export interface Asserted {
  at: number;
  address: InventedAddress;
}

export interface Fact {
  at: number;
  /** Order among facts of one moment. */
  rank: number;
  key: string;
  learn: (known: Known) => void;
}

export function nothingKnown(): Known {
  return {
    placement: 'unknown',
    inHhsCare: false,
    admission: null,
    ranAway: false,
    withSponsorSince: null,
    lastCall: null,
    documents: new Map(),
    casesReceived: [],
    inCourt: new Map(),
    hhsAddress: null,
    courtAddress: null,
    lastContact: Number.NEGATIVE_INFINITY,
    lastSign: Number.NEGATIVE_INFINITY,
  };
}

/** Note that a record says something from a moment on. */
export type Add = (
  type: RecordType,
  recordId: string,
  at: number,
  rank: number,
  learn: Fact['learn'],
) => void;
