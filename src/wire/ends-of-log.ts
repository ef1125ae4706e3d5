import type { EventLog, TopicPartition, Watermark } from '../log/event-log.ts';
import { reconciledTopics } from '../reconciler/reconciler.ts';

/** What the log keeps of every partition that the reconciler reads. */
export async function endsOfLog(log: EventLog): Promise<Array<TopicPartition & Watermark>> {
  const ends = reconciledTopics.map(async (topic) =>
    (await log.watermarks(topic)).map((mark) => ({ topic, ...mark })),
  );
  return (await Promise.all(ends)).flat();
}
