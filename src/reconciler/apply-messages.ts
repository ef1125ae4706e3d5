import type { PoolClient } from '../store/pool.ts';
import type { LogRecord, PartitionBatch, TopicPartition } from '../log/event-log.ts';
import { insertDeadLetters, type DeadLetter } from '../store/queries/insert-dead-letters.ts';
import { checkSchema } from '../store/migrate.ts';
import { lockOffsets } from '../store/queries/lock-offsets.ts';
import { saveOffsets } from '../store/queries/save-offsets.ts';
import { applyBatch, type Applied, type ApplyOptions } from './apply-batch.ts';
import { readMessage, type Incoming, type ReadMessage } from './read-message.ts';
import { partitionName } from '../contracts/topics.ts';

/** What became of messages. */
export interface AppliedBatch extends Applied {
  deadLetters: number;
}

/** What became of messages handed over. */
export interface AppliedMessages extends AppliedBatch {
  /** Partitions of which the database stands elsewhere: nothing of theirs was applied; go on from there. */
  elsewhere: Array<TopicPartition & { next: bigint }>;
}

export type ApplyRecords = typeof applyBatch;

export interface ApplyMessagesOptions extends ApplyOptions {
  /** What was read of a message before. */
  read?: (message: LogRecord) => ReadMessage;
  /** Something else to be done with records than to apply them. */
  apply?: ApplyRecords;
}

/**
 * Apply messages of some partitions, and where the group goes on, in the caller's transaction. The offsets in the database
 * decide: what lies before them was applied already, and a reader whose partition another took over finds them moved
 * and applies nothing. A replay moves them back, and readers follow.
 */
export async function applyMessages(
  tx: PoolClient,
  group: string,
  batches: readonly PartitionBatch[],
  options: ApplyMessagesOptions,
): Promise<AppliedMessages> {
  const nextOf = await lockOffsets(tx, group, batches);
  await checkSchema(tx);
  const elsewhere: AppliedMessages['elsewhere'] = [];
  const wanted: PartitionBatch[] = [];
  for (const batch of batches) {
    const next = nextOf.get(partitionName(batch))!;
    if (next < batch.from || next >= batch.next)
      elsewhere.push({ topic: batch.topic, partition: batch.partition, next });
    else wanted.push({ ...batch, messages: batch.messages.filter((message) => message.offset >= next) });
  }
  const messages = wanted.flatMap((batch) => batch.messages);
  const { incoming, letters } = readAll(messages, options.read ?? readMessage);
  const applied = await (options.apply ?? applyBatch)(tx, incoming, options);
  await insertDeadLetters(tx, letters);
  await saveOffsets(tx, group, wanted);
  return { ...applied, deadLetters: letters.length, elsewhere };
}

function readAll(
  messages: readonly LogRecord[],
  readOne: (message: LogRecord) => ReadMessage,
): { incoming: Incoming[]; letters: DeadLetter[] } {
  const incoming: Incoming[] = [];
  const letters: DeadLetter[] = [];
  for (const message of messages) {
    const read = readOne(message);
    if (read.kind === 'record') incoming.push(read.incoming);
    else letters.push(read.letter);
  }
  return { incoming, letters };
}
