export {
  type Accountability,
  accountabilityOf,
  accountabilityTruth,
  type Measure,
  measures,
} from './accountability.ts';
export { endOfDay } from './calendar.ts';
export type { Sent } from './faults.ts';
export { noFaults } from './faults.ts';
export {
  type Scenario,
  scenarioChildren,
  scenarios,
  simulate,
  simulateChildren,
  simulatedDays,
  type SimulationOptions,
} from './simulate.ts';
export { countedDays, countOnDays, truthFile } from './truth-file.ts';
export { type SimulatedPerson, truthOf } from './truth-of.ts';
