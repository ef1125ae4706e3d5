export {
  type Accountability,
  accountabilityOf,
  accountabilityTruth,
  auditedYears,
  type FiscalYears,
  type Measure,
  measures,
} from './accountability.ts';
export { endOfDay } from './calendar.ts';
export type { Faults, Sent } from './faults.ts';
export { noFaults } from './faults.ts';
export {
  type Scenario,
  scenarioChildren,
  scenarios,
  simulate,
  simulateChildren,
  type SimulatedChild,
  type SimulationOptions,
} from './simulate.ts';
export { countedDays, countOnDays, truthFile, type TruthFile } from './truth-file.ts';
export { type SimulatedPerson, truthOf } from './truth-of.ts';
