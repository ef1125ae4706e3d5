import { dayOfText, HOUR, startOfDay } from './calendar.ts';
import { type Settings, tellChild } from './child.ts';
import { defaultFaults, type Faults, type Sent } from './faults.ts';
import { NATIONAL_UNTIL, nationalFigures, nationalPlans } from './national.ts';
import { Random } from './random.ts';
import { peopleOf, type SimulatedPerson } from './truth-of.ts';

export interface SimulationOptions {
  children: number;
  seed?: string;
  /** First day of the simulation, `YYYY-MM-DD`; by default the first of fiscal year 2019. */
  from?: string;
  /** First day that is no longer simulated; by default the end of fiscal year 2026. */
  until?: string;
  /** Shares of faults that differ from the default ones. */
  faults?: Partial<Faults>;
  /** First child's number: to go on where another simulation of the seed ended. */
  first?: number;
  /** A scenario of national size (docs/scenario.md), with days of its own: `from` and `until` are not taken. */
  scenario?: Scenario;
  /** How many children the scenario is made of; by default up to the last one here. It decides who has which fate. */
  population?: number;
}

export const scenarios = ['fy2019-2023'] as const;
export type Scenario = (typeof scenarios)[number];
/** How many children the scenario has at full size. */
export const scenarioChildren: Record<Scenario, number> = { 'fy2019-2023': nationalFigures.children };

export interface SimulatedChild {
  index: number;
  /** The child, then those that mistakes made. */
  people: [SimulatedPerson, ...SimulatedPerson[]];
  /** In order of arrival. */
  events: Sent[];
  /** Keys of records that wait for a person, since their identifiers lead to several children; sorted. */
  unlinked: string[];
}

/** One child after another, each with its truth. */
export function* simulateChildren(options: SimulationOptions): Generator<SimulatedChild, void, undefined> {
  const settings = settingsOf(options);
  const first = options.first ?? 0;
  for (let index = first; index < first + options.children; index++) {
    const told = tellChild(index, settings);
    yield {
      index,
      people: peopleOf(told),
      events: told.delivery.events,
      unlinked: [...told.unlinked].sort(),
    };
  }
}

/** How many children's records are under way at a time. */
const WINDOW = 64;

/**
 * All children's events as they arrive, each child's mixed with those of some tens of others. Holds that many children
 * and no more. One child's events are the same whatever `children` is.
 */
export function* simulate(options: SimulationOptions): Generator<Sent, void, undefined> {
  const settings = settingsOf(options);
  const random = new Random(settings.seed, 'interleave');
  let index = options.first ?? 0;
  const end = index + options.children;
  const open: Array<{ events: Sent[]; next: number }> = [];
  for (;;) {
    while (open.length < WINDOW && index < end) {
      const { events } = tellChild(index++, settings).delivery;
      if (events.length > 0) open.push({ events, next: 0 });
    }
    if (open.length === 0) return;
    const place = Math.floor(random.share() * open.length);
    const queue = open[place]!;
    yield queue.events[queue.next++]!;
    if (queue.next === queue.events.length) {
      open[place] = open.at(-1)!;
      open.pop();
    }
  }
}

/** What is lived without a scenario, where nothing else is said. */
export const simulatedDays = { from: '2018-10-01', until: '2026-10-01' };

function settingsOf(options: SimulationOptions): Settings {
  const seed = options.seed ?? 'rollcall';
  const faults = { ...defaultFaults, ...options.faults };
  if (options.scenario !== undefined) {
    const until = startOfDay(dayOfText(NATIONAL_UNTIL));
    const children = options.population ?? (options.first ?? 0) + options.children;
    // The same day by every clock of the United States and of UTC.
    const recordedBy = until + 18 * HOUR;
    return { seed, from: 0, until, faults, recordedBy, planOf: nationalPlans(children, seed) };
  }
  return {
    seed,
    from: startOfDay(dayOfText(options.from ?? simulatedDays.from)),
    until: startOfDay(dayOfText(options.until ?? simulatedDays.until)),
    faults,
    recordedBy: Number.POSITIVE_INFINITY,
    planOf: null,
  };
}
