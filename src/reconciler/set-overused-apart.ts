import { hashId } from '../contracts/hash.ts';
import { byEvent, eventOf, NAMED_CONTENTS } from '../domain/event-contents.ts';
import { identifierKind, identifierTexts } from '../domain/identity/identifiers.ts';
import { MOST_COMPANIONS, overusedIds } from '../domain/identity/overused-ids.ts';
import type { PoolClient } from '../store/pool.ts';
import { findOverusedEvents, type EventName } from '../store/queries/overused-events.ts';
import { readOverusedIdentifiers } from '../store/queries/overused-identifiers.ts';
import type { Incoming } from './read-message.ts';

/** Events and agencies' ids that are overused. */
export interface OverusedNames {
  events: readonly EventName[];
  ids: readonly string[];
}

const NOTHING: OverusedNames = { events: [], ids: [] };

/** A batch in which what is overused joins no more records than it must. */
export interface SetApart {
  incoming: readonly Incoming[];
  /** What was found overused in this batch, and is not known for it before. */
  found: OverusedNames;
}

/**
 * Take the event's id away from records of overused events, so that it no longer joins them. When an event is first found overused, just
 * enough of its records keep the id to show that it is: they meet the earlier ones in one component, which is then assessed again. The
 * same of identifiers.
 * @param isKnown whether an event with this key has been seen before
 * @param together the batch's records that share ids, directly or through others
 * @param shown what this batch shows together with earlier ones, which all were joined by it
 */
export async function setOverusedApart(
  tx: PoolClient,
  incoming: readonly Incoming[],
  isKnown: (eventKey: string) => boolean,
  together: ReadonlyArray<readonly Incoming[]>,
  shown = NOTHING,
): Promise<SetApart> {
  const { apart: withoutEvents, found: events } = await setEventsApart(tx, incoming, isKnown, shown.events);
  const { apart, found: ids } = await setIdentifiersApart(tx, withoutEvents, together, shown.ids);
  return { incoming: apart, found: { events, ids } };
}

async function setEventsApart(
  tx: PoolClient,
  incoming: readonly Incoming[],
  isKnown: (eventKey: string) => boolean,
  shown: readonly EventName[],
): Promise<{ apart: readonly Incoming[]; found: EventName[] }> {
  const asked = incoming.filter(({ ids }) => isKnown(ids[0]!)).map(({ assertion }) => assertion);
  const known = new Set((await findOverusedEvents(tx, asked)).map(eventOf));
  const crowded = crowdedEvents(incoming, shown);
  for (const event of known) crowded.delete(event);
  if (known.size === 0 && crowded.size === 0) return { apart: incoming, found: [] };
  const apart = incoming.map((record) => {
    const event = eventOf(record.assertion);
    const keepsId = crowded.get(event)?.joining.has(record.assertion.digest) ?? !known.has(event);
    return keepsId ? record : { ...record, overused: true, ids: record.ids.slice(1) };
  });
  return { apart, found: [...crowded.values()].map(({ name }) => name) };
}

/** Events with more than NAMED_CONTENTS contents in the batch, and those shown; and the contents that keep the id: one more than that. */
function crowdedEvents(
  incoming: readonly Incoming[],
  shown: readonly EventName[],
): Map<string, { name: EventName; joining: ReadonlySet<string> }> {
  const crowded = new Map<string, { name: EventName; joining: ReadonlySet<string> }>();
  const keys = new Set(incoming.map(({ ids }) => ids[0]));
  const also = new Set(shown.map(eventOf));
  if (also.size === 0 && incoming.length - keys.size < NAMED_CONTENTS) return crowded;
  for (const [event, contents] of byEvent(incoming.map(({ assertion }) => assertion))) {
    if (contents.size <= NAMED_CONTENTS && !also.has(event)) continue;
    const [first] = contents.values();
    const joining = new Set([...contents.keys()].slice(0, NAMED_CONTENTS + 1));
    crowded.set(event, { name: { source: first!.source, eventId: first!.eventId }, joining });
  }
  return crowded;
}

async function setIdentifiersApart(
  tx: PoolClient,
  incoming: readonly Incoming[],
  together: ReadonlyArray<readonly Incoming[]>,
  shown: readonly string[],
): Promise<{ apart: readonly Incoming[]; found: string[] }> {
  const known = new Set(await readOverusedIdentifiers(tx));
  const here = together
    .filter((group) => group.length > MOST_COMPANIONS)
    .flatMap((group) => overusedIds(group.map(({ assertion }) => assertion)));
  const found = [...new Set([...shown, ...here])].filter((id) => !known.has(id));
  if (known.size === 0 && found.length === 0) return { apart: incoming, found };
  const joining = new Map(found.map((id) => [id, new Joining(id)]));
  const apart = incoming.map((record) => {
    const texts = identifierTexts(record.assertion);
    const overused = texts.filter((id) => known.has(id) || joining.has(id));
    const left = overused.filter((id) => joining.get(id)?.takes(texts) !== true);
    if (overused.length === 0) return record;
    const hashes = new Set(left.map(hashId));
    return { ...record, overusedIds: overused, ids: record.ids.filter((id) => !hashes.has(id)) };
  });
  return { apart, found };
}

/** The records that keep an identifier which is found overused: those with the first others of each kind, one more than it may come with. */
class Joining {
  readonly #id: string;
  readonly #companions = new Map<string, Set<string>>();
  constructor(id: string) {
    this.#id = id;
  }

  takes(texts: readonly string[]): boolean {
    let takes = false;
    for (const other of texts) {
      if (other === this.#id) continue;
      const kind = identifierKind(other);
      const companions = this.#companions.get(kind) ?? new Set();
      this.#companions.set(kind, companions);
      if (companions.size > MOST_COMPANIONS || companions.has(other)) continue;
      companions.add(other);
      takes = true;
    }
    return takes;
  }
}
