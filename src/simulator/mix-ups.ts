import { DAY, later, MINUTE, textOfMoment } from './calendar.ts';
import { emptyLife, type Life } from './life.ts';
import { idsOf, inventPerson } from './people.ts';
import type { Random } from './random.ts';
import type { Content, PersonBlock, ToldRecord } from './records.ts';
import { keyOf } from './sources.ts';

/** Someone whom only a mistake made: the one record that is theirs, and what it says of them. */
export interface Stranger {
  life: Life;
  record: ToldRecord;
}

/**
 * A call about another A-number that carries this child's orrId by mistake. From then on that orrId leads to two
 * children, and a record that has nothing else waits for a person (docs/domain.md §3 rule 4).
 */
export function mixUp(life: Life, seed: string, random: Random, moment: number, recordId: string): Stranger {
  const wrong = idsOf(seed, life.index, true);
  const stranger = emptyLife(life.index, wrong, inventPerson(random, life.bornOn), life.bornOn);
  const attemptedAt = moment - random.between(0, 3 * 1440) * MINUTE;
  const reached = random.chance(0.5) ? 'sponsor' : 'nobody';
  stranger.calls.push({ recordId, attemptedAt, reached });
  const person = { identifiers: { aNumber: wrong.aNumber, orrId: life.ids.orrId } };
  const content = contentOf(recordId, attemptedAt, moment, person, {
    attemptedAt: textOfMoment(attemptedAt),
    reached,
  });
  return {
    life: stranger,
    record: {
      type: 'hhs.wellbeing-call',
      recordId,
      key: keyOf('hhs.wellbeing-call', recordId),
      versions: [content],
    },
  };
}

/** A check that names a child by name and birth date only: a child of its own until a person links it (rule 5). */
export function checkByName(life: Life, random: Random, moment: number, recordId: string): Stranger {
  const bornOn = life.bornOn - random.between(100, 900);
  const stranger = emptyLife(life.index, life.ids, inventPerson(random, bornOn), bornOn);
  const checkedOn = moment - random.between(0, 3 * 1440) * MINUTE;
  const outcome = random.pick(['located', 'not-located', 'inconclusive'] as const);
  stranger.checks.push({ recordId, checkedOn, method: 'visit', outcome });
  const { name, birthDate } = stranger.person;
  const fields = { checkedOn: textOfMoment(checkedOn), method: 'visit', outcome };
  const content = contentOf(recordId, checkedOn, moment, { name, birthDate }, fields);
  return {
    life: stranger,
    record: {
      type: 'ice.location-check',
      recordId,
      key: keyOf('ice.location-check', recordId),
      versions: [content],
    },
  };
}

/** The record's first version named another child by mistake; all that follow are right, one version higher. */
export function nameWrongChildFirst(
  record: ToldRecord,
  life: Life,
  seed: string,
  recordedBy: number,
): ToldRecord {
  const wrong = idsOf(seed, life.index, true);
  const first = record.versions[0]!;
  const person = { identifiers: { aNumber: wrong.aNumber, orrId: life.ids.orrId } };
  const rest = record.versions.map((version) => ({
    ...version,
    version: version.version + 1,
    recordedAt: later(version.recordedAt, DAY, recordedBy),
  }));
  return { ...record, versions: [{ ...first, person }, ...rest] };
}

/** Nothing but an orrId says whose it is. */
export function onlyOrrId({ person }: Content): boolean {
  const names = Object.keys(person.identifiers ?? {});
  return names.length === 1 && names[0] === 'orrId';
}

function contentOf(
  recordId: string,
  happened: number,
  recorded: number,
  person: PersonBlock,
  fields: Record<string, unknown>,
): Content {
  return {
    recordId,
    version: 1,
    occurredAt: textOfMoment(happened),
    recordedAt: textOfMoment(recorded),
    person,
    ...fields,
  };
}
