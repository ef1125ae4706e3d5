import type { EventLog } from '../../src/log/event-log.ts';
import { reconciledTopics } from '../../src/reconciler/reconciler.ts';

/** By `<topic>/<partition>` the offset that the next message will get, of those that have one. */
export async function logEnds(log: EventLog): Promise<Map<string, bigint>> {
  const ends = new Map<string, bigint>();
  for (const topic of reconciledTopics)
    for (const { partition, high } of await log.watermarks(topic))
      if (high > 0n) ends.set(`${topic}/${partition}`, high);
  return ends;
}
