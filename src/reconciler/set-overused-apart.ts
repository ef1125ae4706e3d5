import { byEvent, eventOf, NAMED_CONTENTS } from '../domain/event-contents.ts';
import type { PoolClient } from '../store/pool.ts';
import { findOverusedEvents, type EventName } from '../store/queries/overused-events.ts';
import type { Incoming } from './read-message.ts';

/** A batch in which overused events join no more records than they must. */
export interface SetApart {
  incoming: readonly Incoming[];
  /** Events found overused in this batch: more contents than NAMED_CONTENTS, and not known for it before. */
  found: EventName[];
}

/**
 * Take the event's id away from records of overused events, so that it no longer joins them. When an event is first found overused, just
 * enough of its records keep the id to show that it is: they meet the earlier ones in one component, which is then assessed again.
 * @param isKnown whether an event with this key has been seen before
 */
export async function setOverusedApart(
  tx: PoolClient,
  incoming: readonly Incoming[],
  isKnown: (eventKey: string) => boolean,
): Promise<SetApart> {
  const asked = incoming.filter(({ ids }) => isKnown(ids[0]!)).map(({ assertion }) => assertion);
  const known = new Set((await findOverusedEvents(tx, asked)).map(eventOf));
  const crowded = crowdedEvents(incoming);
  for (const event of known) crowded.delete(event);
  if (known.size === 0 && crowded.size === 0) return { incoming, found: [] };
  const apart = incoming.map((record) => {
    const event = eventOf(record.assertion);
    const keepsId = crowded.get(event)?.joining.has(record.assertion.digest) ?? !known.has(event);
    return keepsId ? record : { ...record, overused: true, ids: record.ids.slice(1) };
  });
  return { incoming: apart, found: [...crowded.values()].map(({ name }) => name) };
}

/** Events with more than NAMED_CONTENTS contents in the batch, and the contents that keep the id: one more than that. */
function crowdedEvents(
  incoming: readonly Incoming[],
): Map<string, { name: EventName; joining: ReadonlySet<string> }> {
  const crowded = new Map<string, { name: EventName; joining: ReadonlySet<string> }>();
  const keys = new Set(incoming.map(({ ids }) => ids[0]));
  if (incoming.length - keys.size < NAMED_CONTENTS) return crowded;
  for (const [event, contents] of byEvent(incoming.map(({ assertion }) => assertion))) {
    if (contents.size <= NAMED_CONTENTS) continue;
    const [first] = contents.values();
    const joining = new Set([...contents.keys()].slice(0, NAMED_CONTENTS + 1));
    crowded.set(event, { name: { source: first!.source, eventId: first!.eventId }, joining });
  }
  return crowded;
}
