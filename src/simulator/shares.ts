import { weightedTable } from './random.ts';

/**
 * How often which code and which turn of a life.
 *
 * `EOIR` marks shares counted from EOIR's case data of 2025-10 (value-frequencies and missingness), without the codes that
 * the contracts refuse. `OIG` marks counts of DHS OIG-24-46 and OIG-25-21 (448,820 children, FY2019–FY2023). The other
 * figures are ours: chosen to be plausible, nothing may be concluded from them. The public counts have none of adjournment codes.
 */

/** OIG: 291,000 of 448,820 had no Notice to Appear served; 32,000 failed to appear; 31,322 release addresses unusable. */
export const NTA_SERVED = 0.35;
export const NTA_ISSUED_ONLY = 0.11;
export const FAILURES_TO_APPEAR = 0.07;
export const UNUSABLE_ADDRESSES = 0.07;

/** Share of DHS's early records without an A-number. */
export const EARLY_WITHOUT_A_NUMBER = 0.28;

/** Referrals to ORR by fiscal year in thousands: ORR's published totals, rounded; from 2025 ours. */
export const referrals: ReadonlyArray<readonly [fiscalYear: number, weight: number]> = [
  [2019, 69],
  [2020, 15],
  [2021, 123],
  [2022, 129],
  [2023, 119],
  [2024, 98],
  [2025, 25],
  [2026, 12],
];

export const dischargeTypes = weightedTable([
  ['reunified-with-sponsor', 0.9],
  ['aged-out', 0.026],
  ['unaccompanied-refugee-minor-programme', 0.008],
  ['licensed-programme', 0.005],
  ['voluntary-departure', 0.015],
  ['legal-status', 0.002],
  ['unauthorized-absence', 0.013],
  ['age-redetermined', 0.01],
  ['transferred-to-dhs', 0.013],
  ['transferred-to-law-enforcement', 0.005],
  ['died', 0.0003],
] as const);

export const sponsorCategories = weightedTable([
  ['1', 0.37],
  ['2A', 0.36],
  ['2B', 0.1],
  ['3', 0.16],
  ['4', 0.01],
] as const);

export const countries = weightedTable([
  ['GTM', 0.42],
  ['HND', 0.28],
  ['SLV', 0.13],
  ['MEX', 0.08],
  ['ECU', 0.03],
  ['NIC', 0.02],
  ['VEN', 0.02],
  ['COL', 0.01],
  ['HTI', 0.01],
] as const);

/** EOIR: tbl_schedule.ADJ_MEDIUM (`p` counted as `P`). */
export const media = weightedTable([
  ['P', 0.613],
  ['H', 0.173],
  ['V', 0.119],
  ['A', 0.048],
  ['C', 0.036],
  ['T', 0.01],
] as const);
export const MEDIUM_MISSING = 0.146;
export const ADJOURNMENT_MISSING = 0.167;
export const NOTICE_CODE_MISSING = 0.453;
/**
 * EOIR: A_TblCase.CASEPRIORITY_CODE is missing in 97 % of all cases; we assume that of children's cases half have it, and then the one
 * that means unaccompanied children.
 */
export const PRIORITY_MISSING = 0.5;

/** EOIR: B_TblProceeding.CASE_TYPE of the kinds a child can have. */
export const caseTypes = weightedTable([
  ['RMV', 13512456],
  ['CFR', 205845],
  ['WHO', 58901],
  ['RFR', 36451],
  ['AOC', 27328],
] as const);

/** EOIR: B_TblProceeding.DEC_CODE. */
export const decisionCodes = weightedTable([
  ['X', 3943648],
  ['R', 880183],
  ['V', 814201],
  ['T', 810769],
  ['D', 657115],
  ['U', 632069],
  ['A', 189914],
  ['E', 158177],
  ['O', 41856],
  ['G', 11220],
  ['W', 10972],
  ['L', 3680],
  ['Z', 3651],
  ['J', 741],
  ['H', 367],
] as const);

/** EOIR: B_TblProceeding.OTHER_COMP. */
export const otherCompletions = weightedTable([
  ['C', 1898506],
  ['T', 847234],
  ['A', 521518],
  ['F', 370352],
  ['Y', 95611],
  ['X', 76067],
  ['P', 17809],
  ['O', 16502],
  ['M', 4924],
  ['K', 3032],
  ['H', 2994],
] as const);
/** EOIR: OTHER_COMP is filled in a quarter of proceedings, DEC_CODE in half. */
export const OTHER_COMPLETION = 0.32;

/** EOIR: tbl_schedule.CAL_TYPE, 76 % master and 24 % individual; the kinds within are ours. */
export const hearingTypes = weightedTable([
  ['MM', 0.3],
  ['MR', 0.3],
  ['MA', 0.1],
  ['MC', 0.06],
  ['II', 0.16],
  ['IR', 0.06],
  ['IA', 0.02],
] as const);

/** Why a hearing that was held goes on another day. */
export const heldCodes = weightedTable([
  ['01', 0.24],
  ['02', 0.2],
  ['05', 0.07],
  ['06', 0.06],
  ['07', 0.03],
  ['12', 0.06],
  ['13', 0.04],
  ['17', 0.05],
  ['7C', 0.04],
  ['51', 0.02],
  ['RR', 0.02],
  ['09', 0.006],
  ['10', 0.01],
  ['16', 0.004],
  ['33', 0.004],
  ['38', 0.006],
  ['49', 0.01],
] as const);

/** Why a hearing did not go on. */
export const notHeldCodes = weightedTable([
  ['9A', 0.2],
  ['14', 0.18],
  ['34', 0.1],
  ['74', 0.1],
  ['59', 0.06],
  ['45', 0.05],
  ['18', 0.05],
  ['46', 0.03],
  ['10', 0.07],
  ['09', 0.02],
  ['16', 0.02],
  ['33', 0.02],
  ['38', 0.03],
  ['39', 0.02],
  ['49', 0.01],
  ['9V', 0.02],
  ['99', 0.02],
] as const);

export const noticeCodes = ['1A', '1B', 'HE', 'NT', 'S1'] as const;

/** Motions that reopen where granted. */
export const reopeningMotions = weightedTable([
  ['MA', 0.5],
  ['RD', 0.2],
  ['O', 0.3],
] as const);
export const otherMotions = ['CV', 'CO', 'TA', 'WC', 'CC', 'TP'] as const;
/** EOIR: tbl_Court_Motions.DEC, of those decided; here for motions that change nothing in a status. */
export const rulings = weightedTable([
  ['G', 5642745],
  ['D', 872993],
  ['M', 180447],
  ['O', 154445],
  ['W', 21275],
  ['J', 2996],
] as const);
/** Of motions to reopen, ours. */
export const REOPENING_GRANTED = 0.65;

export const courts = weightedTable([
  ['HOU', 0.12],
  ['MIA', 0.12],
  ['LOS', 0.12],
  ['NYC', 0.12],
  ['ATL', 0.08],
  ['BAL', 0.07],
  ['CHL', 0.06],
  ['MEM', 0.06],
  ['NEW', 0.06],
  ['DAL', 0.06],
  ['SFR', 0.06],
  ['BOS', 0.05],
  ['ORL', 0.02],
] as const);

/** ERO areas: ours. Most children are met at the south-west border; every area has some, so that no row of a report is empty by design. */
export const fieldOffices = weightedTable([
  ['Harlingen', 0.4],
  ['San Antonio', 0.13],
  ['El Paso', 0.13],
  ['Phoenix', 0.12],
  ['San Diego', 0.09],
  ['Houston', 0.03],
  ['Miami', 0.02],
  ['Los Angeles', 0.007],
  ['New York City', 0.007],
  ['Atlanta', 0.006],
  ['Dallas', 0.006],
  ['New Orleans', 0.006],
  ['Boston', 0.005],
  ['Newark', 0.005],
  ['San Francisco', 0.005],
  ['Washington', 0.005],
  ['Baltimore', 0.004],
  ['Buffalo', 0.004],
  ['Chicago', 0.004],
  ['Seattle', 0.004],
  ['Denver', 0.003],
  ['Detroit', 0.003],
  ['Philadelphia', 0.003],
  ['Salt Lake City', 0.003],
  ['St Paul', 0.003],
] as const);
