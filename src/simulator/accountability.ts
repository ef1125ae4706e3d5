import { type SimulatedChild, type SimulationOptions, simulateChildren } from './simulate.ts';
import { failedToAppear, handOver, hasNoNotice, hasUnusableAddress } from './measures.ts';
import { valuesOn } from './truth.ts';
import type { SimulatedPerson } from './truth-of.ts';

/** The columns of the accountability table; docs/scenario.md defines each. */
export const measures = [
  'transferred',
  'no-notice-to-appear',
  'failed-to-appear',
  'unusable-address',
  'unverified',
] as const;
export type Measure = (typeof measures)[number];
type Counts = Record<Measure, number>;

/** The first and the last fiscal year, both included. */
export type FiscalYears = readonly [first: number, last: number];
export const auditedYears: FiscalYears = [2019, 2023];

/** The accountability table as of a moment. */
export interface Accountability {
  asOf: Date;
  total: Counts;
  /** By the fiscal year of the child's first hand-over; every year of the window. */
  byFiscalYear: Record<string, Counts>;
  /** By the ERO field office of the same hand-over; the offices that have a child, sorted. */
  byFieldOffice: Record<string, Counts>;
}

/** Where in the table a person stands as of a moment, and in which columns; null where it does not count. */
export function accountabilityOf(
  person: SimulatedPerson,
  asOf: Date,
  years: FiscalYears = auditedYears,
): { fiscalYear: number; fieldOffice: string; measures: Measure[] } | null {
  const { life, unheard } = person;
  const at = asOf.getTime();
  const row = handOver(life, unheard, at, years);
  if (row === null) return null;
  const counted: Measure[] = ['transferred'];
  if (hasNoNotice(life, unheard, at)) counted.push('no-notice-to-appear');
  if (failedToAppear(life, unheard, at)) counted.push('failed-to-appear');
  if (hasUnusableAddress(life, unheard, at)) counted.push('unusable-address');
  const { placement, verification } = valuesOn(person.course, at);
  if (placement === 'released' && verification === 'unverified') counted.push('unverified');
  return { ...row, measures: counted };
}

/** Counts children, one after another, into a table as of each moment; holds nothing but the tables. */
export class AccountabilityCount {
  private readonly asOf: readonly Accountability[];
  readonly years: FiscalYears;

  constructor(moments: readonly Date[], years: FiscalYears = auditedYears) {
    this.years = years;
    this.asOf = moments.map((moment) => emptyTable(moment, years));
  }

  /** A child, and those whom mistakes made beside it, who count like any other. */
  add({ people }: SimulatedChild): void {
    for (const person of people) for (const table of this.asOf) addPerson(person, table, this.years);
  }

  tables(): Accountability[] {
    return this.asOf.map((table) => ({ ...table, byFieldOffice: sorted(table.byFieldOffice) }));
  }
}

/** What the accountability table must say as of each moment, once all of the simulation's events have arrived. */
export function accountabilityTruth(
  options: SimulationOptions,
  asOf: readonly Date[],
  years: FiscalYears = auditedYears,
): Accountability[] {
  const count = new AccountabilityCount(asOf, years);
  for (const child of simulateChildren(options)) count.add(child);
  return count.tables();
}

function addPerson(person: SimulatedPerson, table: Accountability, years: FiscalYears): void {
  const found = accountabilityOf(person, table.asOf, years);
  if (found === null) return;
  const year = table.byFiscalYear[found.fiscalYear]!;
  const office = (table.byFieldOffice[found.fieldOffice] ??= noneCounted());
  for (const measure of found.measures) {
    table.total[measure] += 1;
    year[measure] += 1;
    office[measure] += 1;
  }
}

function sorted(rows: Record<string, Counts>): Record<string, Counts> {
  return Object.fromEntries(Object.entries(rows).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function emptyTable(asOf: Date, [first, last]: FiscalYears): Accountability {
  const byFiscalYear: Record<string, Counts> = {};
  for (let year = first; year <= last; year++) byFiscalYear[year] = noneCounted();
  return { asOf, total: noneCounted(), byFiscalYear, byFieldOffice: {} };
}

function noneCounted(): Counts {
  return {
    transferred: 0,
    'no-notice-to-appear': 0,
    'failed-to-appear': 0,
    'unusable-address': 0,
    unverified: 0,
  };
}
