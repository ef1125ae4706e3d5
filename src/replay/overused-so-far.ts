import { eventOf, NAMED_CONTENTS } from '../domain/event-contents.ts';
import { identifierKind, identifierTexts } from '../domain/identity/identifiers.ts';
import { MOST_COMPANIONS } from '../domain/identity/overused-ids.ts';
import type { PoolClient } from '../store/pool.ts';
import { findShown, noteStaged, readAwaited, type StagedWith } from '../store/queries/staged-overused.ts';
import type { Incoming } from '../reconciler/read-message.ts';
import type { OverusedNames } from '../reconciler/set-overused-apart.ts';

/**
 * What is first shown to be overused by a batch together with the records that are staged. Components are assessed only once all are
 * there, so of an event or an id that comes with a few records a batch nothing would say so, and all children that it ever came with
 * would be one component. Watched are those that the live tables know; it is the records that show whether they are.
 */
export async function overusedSoFar(tx: PoolClient, incoming: readonly Incoming[]): Promise<OverusedNames> {
  const awaited = await readAwaited(tx);
  if (awaited.events.length === 0 && awaited.ids.length === 0) return { events: [], ids: [] };
  const events = new Map(awaited.events.map((event) => [eventOf(event), event]));
  const ids = new Set(awaited.ids);
  const came: StagedWith[] = [];
  for (const { assertion } of incoming) {
    const event = eventOf(assertion);
    if (events.has(event)) came.push({ name: event, kind: CONTENT, other: assertion.digest });
    const texts = identifierTexts(assertion);
    for (const id of texts) {
      if (!ids.has(id)) continue;
      for (const other of texts)
        if (other !== id) came.push({ name: id, kind: identifierKind(other), other });
    }
  }
  if (came.length === 0) return { events: [], ids: [] };
  await noteStaged(tx, came);
  const names = [...new Set(came.map(({ name }) => name))];
  const crowded = await findShown(
    tx,
    names.filter((name) => events.has(name)),
    NAMED_CONTENTS,
  );
  return {
    events: crowded.map((name) => events.get(name)!),
    ids: await findShown(
      tx,
      names.filter((name) => ids.has(name)),
      MOST_COMPANIONS,
    ),
  };
}

const CONTENT = 'content';
