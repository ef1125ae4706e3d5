import { compareContents, type Assertion } from './case-file.ts';

/**
 * Up to so many contents of one event are named beside one another, and so are one component. Of an event with more, which only a sender
 * gives that uses one id for everything, each child shows that there are more: if each new content changed what all others show, a
 * stream of them would cost the square of its length.
 */
export const NAMED_CONTENTS = 10;

/** Neither part holds a line break, so no two events make one text. */
export function eventOf({ source, eventId }: { source: string; eventId: string }): string {
  return `${source}\n${eventId}`;
}

/** Contents by event, each once. */
export function byEvent<T extends Assertion>(assertions: readonly T[]): Map<string, Map<string, T>> {
  const events = new Map<string, Map<string, T>>();
  for (const assertion of assertions) {
    const event = eventOf(assertion);
    const contents = events.get(event);
    if (contents === undefined) events.set(event, new Map([[assertion.digest, assertion]]));
    else contents.set(assertion.digest, assertion);
  }
  return events;
}

/** Of events with more contents here than are named one content each. */
export function overusedEvents(assertions: readonly Assertion[]): Assertion[] {
  if (assertions.length <= NAMED_CONTENTS) return [];
  const overused: Assertion[] = [];
  for (const contents of byEvent(assertions).values()) {
    const [first] = contents.values();
    if (contents.size > NAMED_CONTENTS) overused.push(first!);
  }
  return overused;
}

/** Of one event's contents that of each record which counts (docs/domain.md §1). */
export function countingContents<T extends Assertion>(contents: Iterable<T>): Set<T> {
  const counting = new Map<string, T>();
  for (const content of contents) {
    const other = counting.get(content.key);
    if (other === undefined || compareContents(content, other) > 0) counting.set(content.key, content);
  }
  return new Set(counting.values());
}
