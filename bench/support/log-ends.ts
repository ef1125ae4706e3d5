import type { EventLog } from '../../src/log/event-log.ts';
import { endsOfLog } from '../../src/wire/ends-of-log.ts';
import { partitionName } from '../../src/contracts/topics.ts';

/** By `<topic>/<partition>` the offset that the next message will get, of those that have one. */
export async function logEnds(log: EventLog): Promise<Map<string, bigint>> {
  const ends = (await endsOfLog(log)).filter(({ high }) => high > 0n);
  return new Map(ends.map(({ topic, partition, high }) => [partitionName({ topic, partition }), high]));
}
