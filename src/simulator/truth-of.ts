import type { ToldChild } from './child.ts';
import type { Standing } from './faults.ts';
import type { Life } from './life.ts';
import type { ChildIds } from './people.ts';
import { courseOf, statusOn, type Step, type TrueStatus } from './truth.ts';

/**
 * One child as the records, put together by the rules, must show it. Besides the child itself these are the people
 * that a mistake made: a wrong A-number on a record, or a record by name alone.
 */
export interface SimulatedPerson {
  life: Life;
  /** The records that are this child's when everything has arrived, withdrawn ones included. */
  records: Standing[];
  /** Keys of records about the child that it does not have: they wait for a person. */
  unheard: ReadonlySet<string>;
  /** Identifiers that lead to this child and to no other. */
  identifiers: Partial<ChildIds>;
  course: Step[];
}

/** What must be answered about a person. */
export interface Truth extends TrueStatus {
  /** Of this record's key the child's id is the hash; null where no record has come. */
  idRecordKey: string | null;
  identifiers: Partial<ChildIds>;
  /** Keys of the records linked to the child, sorted. */
  records: string[];
  /** Keys of those of which one version, or one event, came with two contents, sorted. */
  conflicting: string[];
}

/** What must be true of the person on a date, once all of the simulation's events have arrived. */
export function truthOf(person: SimulatedPerson, at: Date): Truth {
  return {
    idRecordKey: idRecordKey(person.records),
    identifiers: person.identifiers,
    ...statusOn(person.course, at.getTime()),
    records: person.records.map(({ key }) => key).sort(),
    conflicting: person.records
      .filter(({ conflicting }) => conflicting)
      .map(({ key }) => key)
      .sort(),
  };
}

/** The child, then those that mistakes made. */
export function peopleOf({
  life,
  strangers,
  unlinked,
  delivery,
}: ToldChild): [SimulatedPerson, ...SimulatedPerson[]] {
  const foreign = new Set(strangers.map(({ record }) => record.key));
  const mine = delivery.standing.filter(({ key }) => !foreign.has(key) && !unlinked.has(key));
  const shared = life.identity === 'mixed-up' && strangers.length > 0 ? life.ids.orrId : null;
  return [
    {
      life,
      records: mine,
      unheard: unlinked,
      identifiers: identifiersIn(mine, life.ids, shared),
      course: courseOf(life, unlinked, birthIn(mine, life)),
    },
    ...strangers.map((stranger) => {
      const records = delivery.standing.filter(({ key }) => key === stranger.record.key);
      const identifiers = identifiersIn(records, stranger.life.ids, shared);
      const unheard = new Set<string>();
      const course = courseOf(stranger.life, unheard, birthIn(records, stranger.life));
      return { life: stranger.life, records, unheard, identifiers, course };
    }),
  ];
}

/** Not every record says it; where one does it says the same. */
function birthIn(records: readonly Standing[], { person }: Life): Life['person']['birthDate'] | null {
  const isSaid = records.some(
    ({ content }) => content.voided !== true && content.person.birthDate !== undefined,
  );
  return isSaid ? person.birthDate : null;
}

/** docs/domain.md §3, last paragraph. */
function idRecordKey(records: readonly Standing[]): string | null {
  let chosen: Standing | undefined;
  for (const standing of records) {
    if (chosen === undefined || comesBefore(standing, chosen)) chosen = standing;
  }
  return chosen?.key ?? null;
}

function comesBefore(one: Standing, other: Standing): boolean {
  const isVoided = one.content.voided === true;
  if (isVoided !== (other.content.voided === true)) return !isVoided;
  const [first, second] = [one.content.recordedAt, other.content.recordedAt];
  return first === second ? one.key < other.key : first < second;
}

function identifiersIn(
  records: readonly Standing[],
  ids: ChildIds,
  shared: string | null,
): Partial<ChildIds> {
  const found: Partial<ChildIds> = {};
  for (const { content } of records) {
    if (content.voided === true) continue;
    for (const name of Object.keys(content.person.identifiers ?? {}) as Array<keyof ChildIds>) {
      if (name === 'orrId' && shared !== null) continue;
      // A later case has an id of its own.
      if (name === 'eoirCaseId' && content.person.identifiers![name] !== ids[name]) continue;
      found[name] = ids[name];
    }
  }
  return found;
}
