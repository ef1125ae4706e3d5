import { casePriorityCodes } from '../../src/contracts/codes/case-priority.ts';
import { caseTypeCodes } from '../../src/contracts/codes/case-type.ts';
import { courtDecisionCodes } from '../../src/contracts/codes/court-decision.ts';
import { hearingMediumCodes } from '../../src/contracts/codes/hearing-medium.ts';

export interface EoirCounts {
  /** Of EOIR's table, as it is named there. */
  field: string;
  /** What the contract takes in the record's field. */
  taken: Readonly<Record<string, string>>;
  /** Rows in which the field is filled in. */
  filled: number;
  /** Codes that more than one in a thousand of them have, and how many. */
  counts: Readonly<Record<string, number>>;
}

/**
 * How often EOIR's case data has which code, of the fields that records have too. It counts no adjournment codes, no kinds of hearing
 * beyond master and individual, and juvenile codes by numbers that it does not explain.
 * Source: deportationdata/eoir, value frequencies of 2025-10 (CC0).
 */
export const eoirCounts = {
  caseTypes: {
    field: 'B_TblProceeding.CASE_TYPE',
    taken: caseTypeCodes,
    filled: 15_560_445,
    counts: {
      RMV: 13_512_456,
      DEP: 1_455_103,
      EXC: 259_543,
      CFR: 205_845,
      WHO: 58_901,
      RFR: 36_451,
      AOC: 27_328,
    },
  },
  caseTypesOfCases: {
    field: 'A_TblCase.CASE_TYPE',
    taken: caseTypeCodes,
    filled: 12_134_832,
    counts: {
      RMV: 10_386_435,
      DEP: 1_107_027,
      EXC: 207_080,
      CFR: 203_974,
      DDC: 128_234,
      WHO: 41_346,
      RFR: 35_745,
      AOC: 19_555,
    },
  },
  casePriorities: {
    field: 'A_TblCase.CASEPRIORITY_CODE',
    taken: casePriorityCodes,
    filled: 337_961,
    counts: { UC: 187_327, 'AWC/ATD': 105_557, CR: 19_226, 'RBC/D': 16_536, 'AWC/D': 9_313 },
  },
  decisionCodes: {
    field: 'B_TblProceeding.DEC_CODE',
    taken: courtDecisionCodes,
    filled: 8_158_623,
    counts: {
      X: 3_943_648,
      R: 880_183,
      V: 814_201,
      T: 810_769,
      D: 657_115,
      U: 632_069,
      A: 189_914,
      E: 158_177,
      O: 41_856,
      G: 11_220,
      W: 10_972,
    },
  },
  otherCompletions: {
    field: 'B_TblProceeding.OTHER_COMP',
    taken: courtDecisionCodes,
    filled: 3_854_551,
    counts: {
      C: 1_898_506,
      T: 847_234,
      A: 521_518,
      F: 370_352,
      Y: 95_611,
      X: 76_067,
      P: 17_809,
      O: 16_502,
      M: 4_924,
    },
  },
  rulings: {
    field: 'tbl_Court_Motions.DEC',
    taken: courtDecisionCodes,
    filled: 6_875_006,
    counts: { G: 5_642_745, D: 872_993, M: 180_447, O: 154_445, W: 21_275 },
  },
  media: {
    field: 'tbl_schedule.ADJ_MEDIUM',
    taken: hearingMediumCodes,
    filled: 36_444_218,
    // `p` is refused as written; what is meant is P.
    counts: {
      P: 21_742_157 + 601_059,
      H: 6_311_078,
      V: 4_340_342,
      A: 1_757_208,
      C: 1_302_426,
      T: 380_940,
    },
  },
} as const satisfies Record<string, EoirCounts>;
