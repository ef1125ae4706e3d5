import type { TopicSpec } from '../../contracts/topics.ts';
import type { Bell } from '../bell.ts';
import type { LogRecord } from '../event-log.ts';

/** One partition: `records[i]` has offset `low + i`. */
export interface MemoryPartition {
  low: bigint;
  records: LogRecord[];
}

export interface MemoryTopic {
  spec: TopicSpec;
  partitions: MemoryPartition[];
}

/** What the parts of a memory log share. */
export interface MemoryStore {
  topics: Map<string, MemoryTopic>;
  bell: Bell;
}

export function highOf(partition: MemoryPartition): bigint {
  return partition.low + BigInt(partition.records.length);
}
