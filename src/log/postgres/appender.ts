import type { LogMessage, LogPosition } from '../event-log.ts';

/** At most this many messages, and about this many characters, in one write. */
const MAX_MESSAGES = 2_000;
const MAX_CHARS = 4_000_000;

interface Part {
  messages: readonly LogMessage[];
  size: number;
  resolve: (positions: LogPosition[]) => void;
  reject: (error: unknown) => void;
}

/** Gathers what many callers append into few writes, one at a time: a commit is shared by all who came meanwhile. */
export interface Appender {
  append(messages: readonly LogMessage[]): Promise<LogPosition[]>;
}

export function createAppender(write: (messages: readonly LogMessage[]) => Promise<LogPosition[]>): Appender {
  const queue: Part[] = [];
  let running = false;

  const run = async (): Promise<void> => {
    await Promise.resolve(); // what is appended in the same turn goes along
    while (queue.length > 0) {
      const parts = takeParts(queue);
      try {
        const positions = await write(
          parts.length === 1 ? parts[0]!.messages : parts.flatMap((part) => part.messages),
        );
        let done = 0;
        for (const part of parts) {
          part.resolve(positions.slice(done, done + part.messages.length));
          done += part.messages.length;
        }
      } catch (error) {
        for (const part of parts) part.reject(error);
      }
    }
    running = false;
  };

  return {
    async append(messages) {
      const parts = split(messages).map(
        (piece) => new Promise<LogPosition[]>((resolve, reject) => queue.push({ ...piece, resolve, reject })),
      );
      if (!running && parts.length > 0) {
        running = true;
        void run();
      }
      return parts.length === 1 ? parts[0]! : (await Promise.all(parts)).flat();
    },
  };
}

function takeParts(queue: Part[]): Part[] {
  let messages = 0;
  let size = 0;
  let count = 0;
  for (const part of queue) {
    messages += part.messages.length;
    size += part.size;
    if (count > 0 && (messages > MAX_MESSAGES || size > MAX_CHARS)) break;
    count += 1;
  }
  return queue.splice(0, count);
}

function split(messages: readonly LogMessage[]): Array<Pick<Part, 'messages' | 'size'>> {
  const pieces: Array<Pick<Part, 'messages' | 'size'>> = [];
  let from = 0;
  let size = 0;
  for (const [i, message] of messages.entries()) {
    const more = message.key.length + (message.value?.length ?? 0);
    if (i > from && (i - from >= MAX_MESSAGES || size + more > MAX_CHARS)) {
      pieces.push({ messages: messages.slice(from, i), size });
      from = i;
      size = 0;
    }
    size += more;
  }
  if (messages.length > from) pieces.push({ messages: from === 0 ? messages : messages.slice(from), size });
  return pieces;
}
