import { agencyOfType } from './envelope.ts';
import { ACT_TYPE } from './obligation.ts';
import type { Person } from './person.ts';
import { recordTypes, type RecordType } from './records/index.ts';

/** A topic as it should be; `rollcall topics apply` makes it so. */
export interface TopicSpec {
  name: string;
  partitions: number;
  /** How long a message is kept, in hours; null keeps for ever. */
  retentionHours: number | null;
  /** Keep only the newest message of each key. */
  compacted: boolean;
  /** What a message's key is. */
  key: string;
}

/** All record topics have the same count, so one child's records lie in partitions of one number (same key, same hash). */
const PARTITIONS = 4;
const FIVE_YEARS = 5 * 366 * 24;

export const CHILD_STATUS_TOPIC = 'child-status.v1';
export const DEAD_LETTER_TOPIC = 'dead-letter.v1';
/** People's acts on duties: acknowledgements and waivers. */
export const ACT_TOPIC = `${ACT_TYPE}.v1`;
/** What happens to duties, for the agency that owns each. */
export const OBLIGATION_TOPIC = 'obligation.v1';
/** Records that cannot both be true, for the agency that can resolve it. */
export const DISCREPANCY_TOPIC = 'discrepancy.v1';

const topicNames = Object.fromEntries(recordTypes.map((type) => [type, `${type}.v1`])) as Record<
  RecordType,
  string
>;

export function topicOf(type: RecordType): string {
  return topicNames[type];
}

/** How one partition of a topic is named, in texts and as a key. */
export function partitionName({ topic, partition }: { topic: string; partition: number }): string {
  return `${topic}/${partition}`;
}

export const recordTopics: readonly string[] = recordTypes.map(topicOf);
/** Every topic whose messages make case files. */
export const assertionTopics: readonly string[] = [...recordTopics, ACT_TOPIC];

export const topics: readonly TopicSpec[] = [
  ...recordTopics.map((name) => ({
    name,
    partitions: PARTITIONS,
    retentionHours: FIVE_YEARS,
    compacted: false,
    key: 'canonical A-number, else <agency>:<agency id>, else <agency>:<record id>',
  })),
  {
    name: ACT_TOPIC,
    partitions: PARTITIONS,
    retentionHours: FIVE_YEARS,
    compacted: false,
    key: 'child id at the time of the act',
  },
  {
    name: DEAD_LETTER_TOPIC,
    partitions: PARTITIONS,
    retentionHours: FIVE_YEARS,
    compacted: false,
    key: 'source of the refused event, else the caller',
  },
  {
    name: CHILD_STATUS_TOPIC,
    partitions: PARTITIONS,
    retentionHours: null,
    compacted: true,
    key: 'child id',
  },
  {
    name: OBLIGATION_TOPIC,
    partitions: PARTITIONS,
    retentionHours: FIVE_YEARS,
    compacted: false,
    key: 'child id',
  },
  {
    name: DISCREPANCY_TOPIC,
    partitions: PARTITIONS,
    retentionHours: FIVE_YEARS,
    compacted: false,
    key: 'child id',
  },
];

/**
 * The key of a record's message: the canonical A-number, else the agency's own id of the child, else of the record.
 * It keeps one child's records in order in one partition where they can be known to be one child's.
 */
export function messageKey(type: RecordType, recordId: string, person: Person): string {
  const ids = person.identifiers;
  if (ids?.aNumber !== undefined) return ids.aNumber;
  const agency = agencyOfType(type);
  return `${agency}:${ids?.orrId ?? ids?.eidSubjectId ?? ids?.eoirCaseId ?? ids?.fin ?? recordId}`;
}
