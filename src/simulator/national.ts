import { permutation } from './permutation.ts';
import type { Plan } from './plan.ts';
import { referrals } from './shares.ts';

/**
 * The scenario `fy2019-2023`: the children whom the audits counted, handed over to HHS in fiscal years 2019 to 2023, as
 * many as they counted. DHS OIG-24-46 (August 2024) and OIG-25-21 (March 2025); `cured` is ours, no audit has it.
 */
export const nationalFigures = {
  children: 448_820,
  /** Without a Notice to Appear on 2024-05-31 and on 2025-01-31. */
  noNotice: [291_000, 233_000],
  /** Having failed to appear, not cured, on 2023-09-30 and on 2024-10-31. */
  failed: [32_000, 43_000],
  /** Of the first, cured by the second day. */
  cured: 1_500,
  unusableAddress: 31_322,
} as const;

/** Nothing happens from this day on. */
export const NATIONAL_UNTIL = '2025-02-01';

type Fate = Pick<Plan, 'notice' | 'failure'>;

/** How many children have the fate. */
interface Allotted extends Fate {
  fiscalYear: number;
  children: number;
}

const years = [2019, 2020, 2021, 2022, 2023];

/**
 * Shares of the fiscal years in a fate, ours: a failure of 2023 takes a hand-over a year before, and notices came late.
 * Who gets none makes up each year's number.
 */
const yearsOfFate = {
  failedEarly: [30, 7, 45, 18, 0],
  failedLate: [8, 3, 34, 33, 22],
  served: [22, 5, 35, 25, 13],
  servedLate: [5, 1, 14, 30, 50],
};

/** How many children of each fiscal year have each fate, so that all figures are met, scaled and rounded. */
export function allotments(children: number): Allotted[] {
  const scaled = (figure: number): number => Math.round((figure * children) / nationalFigures.children);
  const [noneFirst, noneLast] = nationalFigures.noNotice.map(scaled) as [number, number];
  const [failedFirst, failedLast] = nationalFigures.failed.map(scaled) as [number, number];
  const cured = scaled(nationalFigures.cured);
  const lasting = failedFirst - cured;
  const anew = failedLast - lasting;
  const served = children - noneFirst - failedFirst - anew;

  const room = apportioned(
    children,
    years.map((year) => referrals.find(([of]) => of === year)![1]),
    years.map(() => children),
  );
  const cells: Allotted[] = [];
  const allot = (fate: Fate, count: number, weights: readonly number[]): void => {
    apportioned(count, weights, room).forEach((some, i) => {
      room[i]! -= some;
      cells.push({ ...fate, fiscalYear: years[i]!, children: some });
    });
  };
  allot({ notice: 'early', failure: 'lasting' }, lasting, yearsOfFate.failedEarly);
  allot({ notice: 'early', failure: 'cured' }, cured, yearsOfFate.failedEarly);
  allot({ notice: 'early', failure: 'new' }, anew, yearsOfFate.failedLate);
  allot({ notice: 'early', failure: 'none' }, served, yearsOfFate.served);
  allot({ notice: 'late', failure: 'none' }, noneFirst - noneLast, yearsOfFate.servedLate);
  allot({ notice: 'never', failure: 'none' }, noneLast, room);
  return cells;
}

/** The count in parts as the weights say, each a whole number and none more than its room. */
function apportioned(count: number, weights: readonly number[], room: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let upTo = 0;
  let given = 0;
  const parts = weights.map((weight, i) => {
    upTo += weight;
    const part = Math.min(room[i]!, Math.round((count * upTo) / (total || 1)) - given);
    given += part;
    return part;
  });
  for (let i = 0; given < count && i < parts.length; i++) {
    const more = Math.min(room[i]! - parts[i]!, count - given);
    parts[i]! += more;
    given += more;
  }
  return parts;
}

/** The plan of each child of so many, by its number: every child has a place in a seeded order, and the place has the plan. */
export function nationalPlans(children: number, seed: string): (index: number) => Plan {
  const cells = allotments(children);
  const fateOf = permutation(seed, 'fates', children);
  const addressOf = permutation(seed, 'addresses', children);
  const unusable = Math.round((nationalFigures.unusableAddress * children) / nationalFigures.children);
  return (index) => {
    if (index >= children) throw new RangeError(`child ${index} is not one of ${children}`);
    let place = fateOf(index);
    // Every place lies in one of the cells: together they have as many as there are children.
    const cell = cells.find((one) => (place -= one.children) < 0)!;
    const { fiscalYear, notice, failure } = cell;
    return { fiscalYear, notice, failure, unusableAddress: addressOf(index) < unusable };
  };
}
