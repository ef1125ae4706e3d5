import type { TopicSpec } from '../../contracts/topics.ts';
import type { TopicChange } from '../event-log.ts';

/** What a broker has: partitions by topic, and of each topic the settings made for itself. */
export interface TopicsThere {
  partitions: ReadonlyMap<string, number>;
  settings: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** What is to be done so that topics are as they should be, and how it is told. */
export interface TopicPlan {
  changes: TopicChange[];
  missing: TopicSpec[];
  growing: TopicSpec[];
  altering: TopicSpec[];
}

/** @param replicas on how many brokers a new topic is kept */
export function planTopics(
  specs: readonly TopicSpec[],
  { partitions, settings }: TopicsThere,
  replicas: number,
): TopicPlan {
  const missing = specs.filter(({ name }) => !partitions.has(name));
  const growing = specs.filter(({ name, partitions: count }) => (partitions.get(name) ?? count) < count);
  const changes: TopicChange[] = [
    ...missing.map(({ name, partitions: count }) => ({
      topic: name,
      change: 'create' as const,
      detail: `${count} partitions on ${replicas} brokers`,
    })),
    ...growing.map(({ name, partitions: count }) => ({
      topic: name,
      change: 'add-partitions' as const,
      detail: `${partitions.get(name)} to ${count}`,
    })),
  ];
  const altering: TopicSpec[] = [];
  for (const spec of specs) {
    const is = settings.get(spec.name);
    if (is === undefined) continue;
    const other = differences(is, settingsFor(spec, replicas));
    if (other.length > 0) altering.push(spec);
    for (const { name, detail } of other)
      changes.push({ topic: spec.name, change: changeOf[name] ?? 'set-other', detail });
  }
  return { changes, missing, growing, altering };
}

const changeOf: Readonly<Record<string, TopicChange['change']>> = {
  'retention.ms': 'set-retention',
  'cleanup.policy': 'set-compaction',
};

/** Whether a broker shows all topics with their partitions and settings. */
export function areThere(specs: readonly TopicSpec[], { partitions, settings }: TopicsThere): boolean {
  return specs.every((spec) => {
    const is = settings.get(spec.name);
    return (
      (partitions.get(spec.name) ?? 0) >= spec.partitions &&
      is !== undefined &&
      differences(is, settingsFor(spec, 1)).length === 0
    );
  });
}

/** Of how many brokers there are more may come, and an operator decides what that is to mean for topics that are there. */
const OPERATORS = 'min.insync.replicas';

function differences(
  is: ReadonlyMap<string, string>,
  should: Readonly<Record<string, string>>,
): Array<{ name: string; detail: string }> {
  return Object.entries(should)
    .filter(([name, value]) => name !== OPERATORS && is.get(name) !== value)
    .map(([name, value]) => ({ name, detail: `${name} ${is.get(name) ?? 'unset'} to ${value}` }));
}

/** The settings of a topic, as Kafka names them. */
export function settingsFor(spec: TopicSpec, replicas: number): Record<string, string> {
  return {
    'cleanup.policy': spec.compacted ? 'compact' : 'delete',
    'retention.ms': spec.retentionHours === null ? '-1' : String(spec.retentionHours * 3_600_000),
    'retention.bytes': '-1',
    // Stamped by the broker: times never fall within a partition, so a search by time finds the right place, and a
    // sender's wrong clock is not refused. When it happened is in the record.
    'message.timestamp.type': 'LogAppendTime',
    // kafkajs reads gzip and nothing else: what others compress otherwise the broker unpacks as it comes.
    'compression.type': 'uncompressed',
    'min.insync.replicas': replicas > 1 ? '2' : '1',
  };
}
