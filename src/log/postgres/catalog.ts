import type { Pool } from 'pg';
import type { TopicSpec } from '../../contracts/topics.ts';
import { withTransaction } from '../../store/pool.ts';
import { UnknownTopicError, type TopicChange } from '../event-log.ts';
import { orUnavailable } from './unavailable.ts';

export interface Topic {
  id: number;
  name: string;
  partitions: number;
  retentionHours: number | null;
  compacted: boolean;
}

/** The topics there are, kept at hand; another process may add some or widen them, so it looks again now and then. */
export interface Catalog {
  /** All of `names`, by name. Throws UnknownTopicError. */
  find(names: Iterable<string>): Promise<ReadonlyMap<string, Topic>>;
  all(): Promise<Topic[]>;
  apply(specs: readonly TopicSpec[], dryRun: boolean): Promise<TopicChange[]>;
}

const MAX_AGE_MS = 10_000;
const LOCK = 7_265_012;
const READ = `select topic_id as id, name, partitions, retention_hours as "retentionHours", compacted from log.topic`;

export function createCatalog(pool: Pool): Catalog {
  let known = new Map<string, Topic>();
  let readAt = -Infinity;

  const load = async (): Promise<void> => {
    const { rows } = await orUnavailable(pool.query<Topic>(READ));
    known = new Map(rows.map((topic) => [topic.name, topic]));
    readAt = performance.now();
  };

  return {
    async find(names) {
      const wanted = [...names];
      const missing = (): string | undefined => wanted.find((name) => !known.has(name));
      if (performance.now() - readAt > MAX_AGE_MS || missing() !== undefined) await load();
      const unknown = missing();
      if (unknown !== undefined) throw new UnknownTopicError(unknown);
      return known;
    },

    async all() {
      await load();
      return [...known.values()];
    },

    async apply(specs, dryRun) {
      await load();
      const planned = specs.flatMap((spec) => changes(spec, known.get(spec.name)));
      if (dryRun || planned.length === 0) return planned;
      const done = await orUnavailable(
        withTransaction(pool, async (client) => {
          await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
          const { rows } = await client.query<Topic>(READ);
          const now = new Map(rows.map((topic) => [topic.name, topic]));
          const todo = specs.filter((spec) => changes(spec, now.get(spec.name)).length > 0);
          for (const spec of todo) {
            await client.query(
              `with topic as (
                 insert into log.topic as t (name, partitions, retention_hours, compacted) values ($1, $2, $3, $4)
                 on conflict (name) do update set partitions = greatest(t.partitions, excluded.partitions),
                   retention_hours = excluded.retention_hours, compacted = excluded.compacted
                 returning topic_id, partitions)
               insert into log.head (topic_id, partition)
               select topic_id, generate_series(0, partitions - 1) from topic on conflict do nothing`,
              [spec.name, spec.partitions, spec.retentionHours, spec.compacted],
            );
          }
          return todo.flatMap((spec) => changes(spec, now.get(spec.name)));
        }),
      );
      await load();
      return done;
    },
  };
}

function changes(spec: TopicSpec, topic: Topic | undefined): TopicChange[] {
  const say = (change: TopicChange['change'], detail: string): TopicChange => ({
    topic: spec.name,
    change,
    detail,
  });
  if (!topic) return [say('create', `${spec.partitions} partitions`)];
  const list: TopicChange[] = [];
  if (spec.partitions > topic.partitions)
    list.push(say('add-partitions', `${topic.partitions} to ${spec.partitions} partitions`));
  if (spec.retentionHours !== topic.retentionHours)
    list.push(say('set-retention', `${hours(topic.retentionHours)} to ${hours(spec.retentionHours)}`));
  if (spec.compacted !== topic.compacted)
    list.push(say('set-compaction', spec.compacted ? 'compacted' : 'not compacted'));
  return list;
}

function hours(value: number | null): string {
  return value === null ? 'for ever' : `${value} h`;
}
