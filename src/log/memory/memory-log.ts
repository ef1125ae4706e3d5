import { randomUUID } from 'node:crypto';
import { AppError } from '../../contracts/errors.ts';
import type { TopicSpec } from '../../contracts/topics.ts';
import { createBell } from '../bell.ts';
import {
  OffsetOutOfRangeError,
  UnknownTopicError,
  type EventLog,
  type LogMessage,
  type LogPosition,
  type TopicChange,
} from '../event-log.ts';
import { partitionOf } from '../partition-of.ts';
import { createMemoryGroup, type MemoryGroup } from './memory-group.ts';
import { highOf, type MemoryPartition, type MemoryStore, type MemoryTopic } from './memory-store.ts';
import { partitionName } from '../../contracts/topics.ts';

/** A log that is gone with the process: for tests and demonstrations. */
export function memoryLog(): EventLog {
  const id = randomUUID();
  const store: MemoryStore = { topics: new Map(), bell: createBell() };
  const groups = new Map<string, MemoryGroup>();
  let closed = false;

  return {
    features: { durable: false, shared: false, compaction: false, retention: false },

    async identity() {
      return { kind: 'memory', id };
    },

    async applyTopics(specs, options = {}) {
      return specs.flatMap((spec) => applyTopic(store, spec, options.dryRun ?? false));
    },

    async append(messages) {
      if (closed) throw new AppError('closed', 'the log is closed');
      for (const { topic } of messages) topicOf(store, topic);
      const positions = messages.map((message) => appendOne(store, message));
      if (positions.length > 0) store.bell.ring();
      return positions;
    },

    async watermarks(topic) {
      return topicOf(store, topic).partitions.map((p, partition) => ({
        partition,
        low: p.low,
        high: highOf(p),
      }));
    },

    async offsetsAt(topic, time) {
      return topicOf(store, topic).partitions.map(({ records }, partition) => ({
        partition,
        offset: records.find((record) => record.appendedAt >= time)?.offset ?? null,
      }));
    },

    async trim(topic, partition, before) {
      const kept = topicOf(store, topic).partitions[partition];
      if (!kept) throw new UnknownTopicError(partitionName({ topic, partition }));
      const high = highOf(kept);
      if (before > high)
        throw new OffsetOutOfRangeError({ topic, partition, offset: before }, { low: kept.low, high });
      if (before <= kept.low) return;
      kept.records.splice(0, Number(before - kept.low));
      kept.low = before;
    },

    async subscribe(options) {
      if (closed) throw new AppError('closed', 'the log is closed');
      for (const topic of options.topics) topicOf(store, topic);
      const group = groups.get(options.group) ?? createMemoryGroup(store);
      groups.set(options.group, group);
      return group.join(options);
    },

    async close() {
      closed = true;
      for (const group of groups.values()) group.close();
    },
  };
}

function topicOf(store: MemoryStore, name: string): MemoryTopic {
  const topic = store.topics.get(name);
  if (!topic) throw new UnknownTopicError(name);
  return topic;
}

function appendOne(store: MemoryStore, message: LogMessage): LogPosition {
  const { topic, key, value } = message;
  const { partitions } = topicOf(store, topic);
  const partition = partitionOf(key, partitions.length);
  const kept = partitions[partition]!;
  const offset = highOf(kept);
  const last = kept.records.at(-1)?.appendedAt.getTime() ?? 0;
  const appendedAt = new Date(Math.max(last, Date.now()));
  kept.records.push({ topic, partition, offset, key, headers: { ...message.headers }, value, appendedAt });
  return { topic, partition, offset };
}

function applyTopic(store: MemoryStore, spec: TopicSpec, dryRun: boolean): TopicChange[] {
  const topic = store.topics.get(spec.name);
  const missing = spec.partitions - (topic?.partitions.length ?? 0);
  if (missing <= 0) return [];
  if (!dryRun) {
    const added = Array.from({ length: missing }, (): MemoryPartition => ({ low: 0n, records: [] }));
    store.topics.set(spec.name, { spec, partitions: [...(topic?.partitions ?? []), ...added] });
    store.bell.ring();
  }
  return topic
    ? [
        {
          topic: spec.name,
          change: 'add-partitions',
          detail: `${topic.partitions.length} to ${spec.partitions} partitions`,
        },
      ]
    : [{ topic: spec.name, change: 'create', detail: `${spec.partitions} partitions` }];
}
