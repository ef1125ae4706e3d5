import type { Pool, PoolClient } from 'pg';
import { withTransaction } from '../../store/pool.ts';
import type { LogPosition } from '../event-log.ts';
import { shareOf } from '../share-of.ts';

/** One member's place in a group: the partition numbers it holds, each with the epoch of its lease. */
export interface Membership {
  /** Partition number → epoch, as of the last `settle`. */
  held(): ReadonlyMap<number, string>;
  /**
   * Let go of what others should have and take what is free, of `partitions` numbers.
   * @returns whether it has its whole share; false while another still holds some of it.
   */
  settle(partitions: number): Promise<boolean>;
  /** Note the group's progress if every partition is still held. @returns the numbers that are not. */
  commit(next: readonly LogPosition[]): Promise<number[]>;
  /** Leave, once a `settle` under way is done: the partitions are free at once. A later `settle` takes nothing. */
  leave(): Promise<void>;
}

export interface MembershipOptions {
  pool: Pool;
  group: string;
  member: string;
  /** Of the process; its members are renewed together. */
  instance: string;
  leaseMs: number;
  /** Told when a partition became free or a member came or went. */
  onChange: () => void;
}

const LOCK = 7_265_013;

interface State {
  members: string[];
  /** Number → who holds it (null: nobody) and since which epoch. */
  leases: Map<number, { member: string | null; epoch: string }>;
}

/** Renew every member of an instance. */
export async function renewMembers(pool: Pool, instance: string, leaseMs: number): Promise<void> {
  await pool.query(
    `update log.member set expires_at = clock_timestamp() + $2 * interval '1 ms' where instance = $1`,
    [instance, leaseMs],
  );
}

/** End the memberships of all other instances in a group: for a process that knows that it is the only one. */
export async function dropOthers(pool: Pool, group: string, instance: string): Promise<void> {
  await pool.query('delete from log.member where group_name = $1 and instance <> $2', [group, instance]);
}

/** Join a group. Partitions come with the first `settle`. */
export async function joinGroup(options: MembershipOptions): Promise<Membership> {
  const { pool, group, member, onChange } = options;
  let held = new Map<number, string>();
  let left = false;
  /** Behind `leave` it would enter the group again, and nobody would ever leave it. */
  let settling: Promise<unknown> = Promise.resolve();

  const look = async (db: Pool | PoolClient): Promise<State> => {
    const { rows } = await db.query<{ member: string | null; partition: number | null; epoch: string }>({
      name: 'log_group',
      text: `select member, null::integer as partition, '' as epoch from log.member
              where group_name = $1 and expires_at > clock_timestamp()
             union all
             select member, partition, epoch::text from log.lease where group_name = $1`,
      values: [group],
    });
    const members = rows.flatMap((row) => (row.partition === null ? [row.member!] : []));
    const leases = rows.flatMap((row) => (row.partition === null ? [] : [[row.partition, row] as const]));
    return { members, leases: new Map(leases) };
  };

  const stillHeld = (state: State, number: number): boolean => {
    const lease = state.leases.get(number);
    return lease?.member === member && lease.epoch === held.get(number);
  };

  /** What is this member's share and free, or held by it without its knowing. */
  const takeable = (state: State, share: readonly number[]): number[] =>
    share.filter((number) => {
      const holder = state.leases.get(number)?.member ?? null;
      if (holder === member) return !stillHeld(state, number);
      return holder === null || !state.members.includes(holder);
    });

  const enter = async (client: PoolClient): Promise<void> => {
    await client.query('select pg_advisory_xact_lock($1, hashtext($2))', [LOCK, group]);
    await client.query('delete from log.member where group_name = $1 and expires_at < clock_timestamp()', [
      group,
    ]);
    await client.query(
      `insert into log.member (group_name, member, instance, expires_at)
       values ($1, $2, $3, clock_timestamp() + $4 * interval '1 ms')
       on conflict (group_name, member) do update set expires_at = excluded.expires_at`,
      [group, member, options.instance, options.leaseMs],
    );
  };

  const exchange = (partitions: number): Promise<State> =>
    withTransaction(pool, async (client) => {
      await enter(client);
      const before = await look(client);
      const share = shareOf(member, before.members, partitions);
      await client.query(
        'update log.lease set member = null where group_name = $1 and member = $2 and not partition = any($3)',
        [group, member, share],
      );
      await client.query(
        `insert into log.lease as l (group_name, partition, member) select $1, unnest($3::int4[]), $2
         on conflict (group_name, partition) do update set member = excluded.member, epoch = l.epoch + 1`,
        [group, member, takeable(before, share)],
      );
      return look(client);
    });

  const settle = async (partitions: number): Promise<boolean> => {
    let state = await look(pool);
    let share = shareOf(member, state.members, partitions);
    const due =
      !state.members.includes(member) ||
      takeable(state, share).length > 0 ||
      [...held.keys()].some((number) => !share.includes(number));
    if (due) {
      state = await exchange(partitions);
      share = shareOf(member, state.members, partitions);
    }
    const now = new Map<number, string>();
    for (const [number, lease] of state.leases) if (lease.member === member) now.set(number, lease.epoch);
    const gaveUp = [...held.keys()].some((number) => !now.has(number));
    held = now;
    if (gaveUp) onChange();
    return share.every((number) => now.has(number));
  };

  await withTransaction(pool, enter);
  onChange();

  return {
    held: () => held,

    async settle(partitions) {
      if (left) return true;
      const settled = settle(partitions);
      settling = settled.catch(() => {});
      return await settled;
    },

    async commit(next) {
      const numbers = [...new Set(next.map((position) => position.partition))].sort((a, b) => a - b);
      const { rows } = await pool.query<{ partition: number }>({
        name: 'log_commit',
        text: `
          with held as materialized (
            select l.partition from unnest($3::int4[], $4::int8[]) as w(partition, epoch)
              join log.lease l on l.group_name = $1 and l.partition = w.partition
             where l.member = $2 and l.epoch = w.epoch for share of l),
          noted as (
            insert into log.progress as p (group_name, topic, partition, next_offset)
            select $1, w.topic, w.partition, w.next
              from unnest($5::text[], $6::int4[], $7::int8[]) as w(topic, partition, next)
             where (select count(*) from held) = cardinality($3::int4[])
             order by w.topic, w.partition
            on conflict (group_name, topic, partition)
              do update set next_offset = excluded.next_offset, noted_at = now())
          select partition from held`,
        values: [
          group,
          member,
          numbers,
          numbers.map((number) => held.get(number) ?? '0'),
          next.map((position) => position.topic),
          next.map((position) => position.partition),
          next.map((position) => String(position.offset)),
        ],
      });
      const confirmed = new Set(rows.map((row) => row.partition));
      return numbers.filter((number) => !confirmed.has(number));
    },

    async leave() {
      left = true;
      await settling;
      held = new Map();
      await pool.query(
        `with gone as (delete from log.member where group_name = $1 and member = $2)
         update log.lease set member = null where group_name = $1 and member = $2`,
        [group, member],
      );
      onChange();
    },
  };
}
