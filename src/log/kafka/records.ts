import { isUtf8 } from 'node:buffer';
import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { LogRecord, TopicPartition } from '../event-log.ts';

/** A message as kafkajs gives it → the log's record. */
export function toRecord({ topic, partition }: TopicPartition, message: KafkaMessage): LogRecord {
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    key: message.key?.toString() ?? '',
    headers: headersOf(message.headers),
    value: message.value?.toString() ?? null,
    ...(message.value === null || isUtf8(message.value) ? {} : { bytes: message.value }),
    // The broker's clock: our topics stamp at append (LogAppendTime), so within a partition it never goes back.
    appendedAt: new Date(Number(message.timestamp)),
  };
}

function headersOf(given: IHeaders | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name in given) {
    const value = given[name];
    // A header may come several times; ours never do, and of others' the first is as good as any.
    headers[name] = (Array.isArray(value) ? value[0] : value)?.toString() ?? '';
  }
  return headers;
}
