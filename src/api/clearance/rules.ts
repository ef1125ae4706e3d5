import { untoldDuties, type ObligationRuleId } from '../../contracts/obligation.ts';
import type { Agency, RecordBase } from '../../contracts/record.ts';
import type { RecordData, RecordType } from '../../contracts/records/index.ts';
import type { Withheld } from '../../contracts/withheld.ts';

/** Who is given something, why nobody else is, and what opens it all the same. */
interface Limit {
  /** The agencies to whom it is given. Every other caller does without, also one that speaks for no agency. */
  readers: readonly Agency[];
  reason: string;
  /** The scope that opens it to others. */
  openedBy: Withheld['openedBy'];
}

/** A field of a record type, and who reads it. */
export type FieldLimit = {
  [T in RecordType]: Limit & { record: T; field: Exclude<keyof RecordData<T>, keyof RecordBase> };
}[RecordType];

/** A duty that not everyone is told of: neither that it is there nor what people said of it. */
export type DutyLimit = Limit & { obligation: ObligationRuleId; owner: Agency };

/** HHS, whose it is, and the court, to which HHS tells it. */
const hhsAndCourt: readonly Agency[] = ['hhs', 'eoir'];

const addressFromHhs: Limit = {
  readers: hhsAndCourt,
  reason:
    'HHS gave this address: DHS reads the verdict on it, and the address itself only under a named authority (HHS-DHS MOA of 11 March 2021; Pub. L. 116-6 §224)',
  openedBy: 'address:read',
};

const sponsor: Limit = {
  readers: hhsAndCourt,
  reason:
    'what HHS knows of a sponsor is not shared with DHS (HHS-DHS MOA of 11 March 2021; Pub. L. 116-6 §224)',
  openedBy: null,
};

/** What records say and not every reader is given; whatever is not named here is. docs/decisions/0024 has the reasons. */
export const fieldLimits: readonly FieldLimit[] = [
  { record: 'hhs.release', field: 'address', ...addressFromHhs },
  { record: 'hhs.release', field: 'sponsorCategory', ...sponsor },
  { record: 'hhs.placement', field: 'sponsorCategory', ...sponsor },
  { record: 'hhs.address', field: 'address', ...addressFromHhs },
];

const limitOf: Record<(typeof untoldDuties)[number], Omit<DutyLimit, 'obligation'>> = {
  'age-out-plan': {
    owner: 'hhs',
    readers: hhsAndCourt,
    reason:
      'age-out-plan: whether there is such a duty, and what was said of it, is not shared with DHS, as the plan is not (ORR form R-9, OMB 0970-0552)',
    openedBy: null,
  },
};

/** That such a duty is there says that the child has no sponsor (category 4), and an act on it that there is a plan. */
export const dutyLimits: readonly DutyLimit[] = untoldDuties.map((obligation) => ({
  obligation,
  ...limitOf[obligation],
}));

/** Of a status, wherever a duty is withheld: its moments would show in them (fourteen days before an 18th birthday something changes). */
export const momentsWithheld: readonly Withheld[] = [
  {
    field: 'asOf',
    reason:
      'it is the moment asked for: since when nothing changed would tell of a duty that is withheld (ORR form R-9, OMB 0970-0552)',
    openedBy: null,
  },
  {
    field: 'nextChangeAt',
    reason:
      'when something changes next would tell of a duty that is withheld (ORR form R-9, OMB 0970-0552); null of every child',
    openedBy: null,
  },
];
