import type { PoolClient } from '../store/pool.ts';
import { claimIdentifiers } from '../store/queries/claim-identifiers.ts';
import { findComponents } from '../store/queries/find-components.ts';
import { findMembers } from '../store/queries/find-members.ts';
import { lockComponents } from '../store/queries/lock-components.ts';
import { mergeComponents } from '../store/queries/merge-components.ts';
import { addOverusedEvents } from '../store/queries/overused-events.ts';
import { addOverusedIdentifiers } from '../store/queries/overused-identifiers.ts';
import type { Incoming } from './read-message.ts';
import { setOverusedApart, type OverusedNames } from './set-overused-apart.ts';

/** Records of a batch that could have to do with each other, with the component that they belong to now. */
export interface Cluster {
  componentId: string;
  incoming: Incoming[];
  /** Whether the component was there before, so that its records must be read. */
  existing: boolean;
}

/**
 * Give every record of a batch its component, and hold those components until the transaction ends: no other reconciler
 * changes a child of theirs meanwhile. Ids are claimed in one order and components locked in one order, so two
 * batches that name the same new child make one component and never a deadlock.
 */
export async function resolveComponents(tx: PoolClient, batch: readonly Incoming[]): Promise<Cluster[]> {
  const { groups, componentOf, fresh, existing } = await claimComponents(tx, await groupBatch(tx, batch));
  if (existing.size === 0) return clustersOf(groups, componentOf, new Map(), fresh).clusters;
  await tx.query('savepoint components');
  for (const names = new Set(existing); ;) {
    const roots = await holdComponents(tx, names);
    const { clusters, moves } = clustersOf(groups, componentOf, roots, fresh);
    if (moves.size === 0) return clusters;
    // A merge writes every id of what it moves, and an id may be what another waits with: a component's former name. So they
    // are locked too, in the one order.
    const members = await findMembers(tx, [...moves.keys()]);
    if (members.every((id) => names.has(id))) {
      await mergeComponents(tx, moves);
      return clusters;
    }
    for (const id of members) names.add(id);
    await tx.query('rollback to savepoint components');
  }
}

/**
 * The same where nobody else writes these tables, as in a rebuild: nothing needs to be held.
 * @param shown what is known to be overused by this batch and what came before it, and by neither alone
 * @returns the clusters, and the components that others took in
 */
export async function resolveAlone(
  tx: PoolClient,
  batch: readonly Incoming[],
  shown: OverusedNames,
): Promise<{ clusters: Cluster[]; moved: string[] }> {
  const grouped = await groupBatch(tx, batch, shown);
  // Here components are assessed only once all are read: until then this is the only place that knows of what is overused.
  await addOverusedEvents(tx, grouped.overused.events);
  await addOverusedIdentifiers(tx, grouped.overused.ids);
  const { groups, componentOf, fresh, existing } = await claimComponents(tx, grouped);
  const roots = new Map([...existing].map((id) => [id, id]));
  const { clusters, moves } = clustersOf(groups, componentOf, roots, fresh);
  if (moves.size > 0) await mergeComponents(tx, moves);
  return { clusters, moved: [...moves.keys()] };
}

/** A batch's records put together, and the component of every id that is known. */
interface Grouped {
  groups: Group[];
  componentOf: Map<string, string>;
  overused: OverusedNames;
}

/** Claim the ids that nobody has claimed, each for a component of its group; those that others claim at this moment are theirs. */
async function claimComponents(
  tx: PoolClient,
  { groups, componentOf }: Grouped,
): Promise<{
  groups: Group[];
  /** Of every id. */
  componentOf: ReadonlyMap<string, string>;
  /** Components that began here. */
  fresh: ReadonlySet<string>;
  /** The others: whatever they hold must be read. */
  existing: ReadonlySet<string>;
}> {
  const claims: Array<readonly [string, string]> = [];
  for (const group of groups) {
    const known = smallest(group.ids.map((id) => componentOf.get(id)));
    const component = known ?? smallest(group.ids)!;
    for (const id of group.ids) if (!componentOf.has(id)) claims.push([id, component]);
  }
  const lost = await claimIdentifiers(tx, claims);
  const fresh = new Set<string>();
  for (const [id, component] of claims) {
    if (lost.has(id)) continue;
    componentOf.set(id, component);
    if (id === component) fresh.add(component);
  }
  if (lost.size > 0)
    for (const [id, component] of await findComponents(tx, [...lost])) componentOf.set(id, component);
  const existing = new Set([...componentOf.values()].filter((id) => !fresh.has(id)));
  return { groups, componentOf, fresh, existing };
}

/** Put a batch's records together, and find the components of their ids; what something overused does not join any more is left apart. */
async function groupBatch(
  tx: PoolClient,
  batch: readonly Incoming[],
  shown?: OverusedNames,
): Promise<Grouped> {
  const together = groupsOf(batch);
  const all = together.flatMap((group) => group.ids);
  const componentOf = await findComponents(tx, all);
  const { incoming, found } = await setOverusedApart(
    tx,
    batch,
    (eventKey) => componentOf.has(eventKey),
    together.map((group) => group.incoming),
    shown,
  );
  if (incoming === batch) return { groups: together, componentOf, overused: found };
  const groups = groupsOf(incoming);
  // An id that is asked for no more is not waited for either.
  const asked = new Set(groups.flatMap((group) => group.ids));
  for (const id of all) if (!asked.has(id)) componentOf.delete(id);
  return { groups, componentOf, overused: found };
}

/**
 * Lock components; where one was taken in by another meanwhile, let go and lock again, so that the order stays one.
 * @param names what to lock; the components that were found to have taken others in are added
 */
async function holdComponents(tx: PoolClient, names: Set<string>): Promise<Map<string, string>> {
  const leadsTo = new Map<string, string>();
  for (;;) {
    const found = await lockComponents(tx, [...names].sort());
    for (const [name, into] of found) leadsTo.set(name, into);
    const missing = [...found.values()].filter((into) => !names.has(into));
    if (missing.length === 0) break;
    for (const into of missing) names.add(into);
    await tx.query('rollback to savepoint components');
  }
  const rootOf = (name: string): string => {
    let root = name;
    while (leadsTo.get(root) !== root) root = leadsTo.get(root)!;
    return root;
  };
  return new Map([...leadsTo.keys()].map((name) => [name, rootOf(name)]));
}

interface Group {
  incoming: Incoming[];
  ids: string[];
}

/** Which component each group comes to, and which components have to be moved into which for that. */
function clustersOf(
  groups: readonly Group[],
  componentOf: ReadonlyMap<string, string>,
  roots: ReadonlyMap<string, string>,
  fresh: ReadonlySet<string>,
): { clusters: Cluster[]; moves: Map<string, string> } {
  const into = unionFind();
  const componentsOf = groups.map((group) => [...new Set(group.ids.map((id) => componentOf.get(id)!))]);
  for (const [name, root] of roots) into.union(root, name);
  for (const components of componentsOf)
    for (const component of components) into.union(components[0]!, component);
  // Of the components that meet, one that was there stays, the smallest; only if none was, the smallest new one.
  const targets = new Map<string, string>();
  for (const name of into.members()) {
    const set = into.find(name);
    const best = targets.get(set);
    if (best === undefined || rank(name) < rank(best)) targets.set(set, name);
  }
  function rank(name: string): string {
    return (fresh.has(name) ? '1' : roots.get(name) === name ? '0' : '2') + name;
  }
  const moves = new Map<string, string>();
  for (const name of into.members()) {
    const target = targets.get(into.find(name))!;
    if (name !== target) moves.set(name, target);
  }

  const clusters = new Map<string, Cluster>();
  groups.forEach((group, index) => {
    const componentId = targets.get(into.find(componentsOf[index]![0]!))!;
    const cluster = clusters.get(componentId);
    if (cluster !== undefined) cluster.incoming.push(...group.incoming);
    else
      clusters.set(componentId, {
        componentId,
        incoming: [...group.incoming],
        existing: !fresh.has(componentId),
      });
  });
  return { clusters: [...clusters.values()], moves };
}

/** Records of the batch that share an id, directly or through others. */
function groupsOf(incoming: readonly Incoming[]): Group[] {
  const numberOf = new Map<string, number>();
  const parent: number[] = [];
  const find = (number: number): number => {
    let root = number;
    while (parent[root] !== root) root = parent[root]!;
    for (let up = number; up !== root; [up, parent[up]] = [parent[up]!, root]);
    return root;
  };
  const firsts = incoming.map(({ ids }) => {
    let first = -1;
    for (const id of ids) {
      let number = numberOf.get(id);
      if (number === undefined) numberOf.set(id, (number = parent.push(parent.length) - 1));
      if (first === -1) first = number;
      else parent[find(number)] = find(first);
    }
    return first;
  });
  const groups = new Map<number, Group>();
  incoming.forEach((record, index) => {
    const root = find(firsts[index]!);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, { incoming: [record], ids: [] });
    else group.incoming.push(record);
  });
  for (const [id, number] of numberOf) groups.get(find(number))!.ids.push(id);
  return [...groups.values()];
}

function unionFind() {
  const parent = new Map<string, string>();
  const find = (name: string): string => {
    let root = name;
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up;
    if (root !== name) parent.set(name, root);
    return root;
  };
  return {
    find,
    union(a: string, b: string) {
      const [first, second] = [find(a), find(b)];
      parent.set(first, first);
      parent.set(second, first);
    },
    members: () => parent.keys(),
  };
}

function smallest(names: ReadonlyArray<string | undefined>): string | undefined {
  let best: string | undefined;
  for (const name of names) if (name !== undefined && (best === undefined || name < best)) best = name;
  return best;
}
