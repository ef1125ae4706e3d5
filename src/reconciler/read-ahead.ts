import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import type { LogRecord, PartitionBatch } from '../log/event-log.ts';
import { readMessage, type ReadMessage } from './read-message.ts';

const AT_ONCE = 100;

/** Read messages, letting the event loop turn every `AT_ONCE` of them. @returns looks up what was read of a message */
export async function readAhead(
  batches: readonly PartitionBatch[],
): Promise<(message: LogRecord) => ReadMessage> {
  const read = new Map<LogRecord, ReadMessage>();
  for (const { messages } of batches) {
    for (const message of messages) {
      read.set(message, readMessage(message));
      if (read.size % AT_ONCE === 0) await turnOfEventLoop();
    }
  }
  return (message) => read.get(message) ?? readMessage(message);
}
