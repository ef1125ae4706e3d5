import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TopicSpec } from '../../src/contracts/topics.ts';
import {
  FencedError,
  OffsetOutOfRangeError,
  POLL_BYTES,
  UnknownTopicError,
  type EventLog,
  type LogFeatures,
  type LogMessage,
  type LogPosition,
  type LogRecord,
  type PartitionBatch,
  type Subscription,
  type TopicPartition,
} from '../../src/log/event-log.ts';
import { partitionName } from '../../src/contracts/topics.ts';

/** What the suite needs of an adapter. */
export interface EventLogSubject {
  /** An instance; the suite closes it. Several are asked for, one after the other or side by side. */
  create(): Promise<EventLog>;
  /** Another instance on the same log as `create`'s last one, as another process would have; null where there can be none. */
  second(): Promise<EventLog | null>;
  features: LogFeatures;
  /** Compact a topic now, its newest messages included; absent where that can't be asked for. */
  compact?: (topic: string) => Promise<void>;
}

/** The promises of `src/log/event-log.ts`, as tests. Each adapter's own test calls this once. */
export function eventLogSuite(name: string, subject: EventLogSubject): void {
  describe(`event log: ${name}`, () => {
    let log: EventLog;
    let other: EventLog;

    beforeAll(async () => {
      log = await subject.create();
      other = (await subject.second()) ?? log;
    });
    afterAll(async () => {
      if (other !== log) await other.close();
      await log.close();
    });

    const newTopic = async (partitions = 4, changes: Partial<TopicSpec> = {}): Promise<string> => {
      const topic = spec(partitions, changes);
      await log.applyTopics([topic]);
      return topic.name;
    };

    describe('features', () => {
      it('says what it can do', () => {
        expect(log.features).toEqual(subject.features);
      });
    });

    describe('identity', () => {
      it('is the same for all who use this log, and however often it is asked', async () => {
        const identity = await log.identity();
        expect(identity).toEqual({ kind: name, id: expect.stringMatching(/\S/) });
        expect(await log.identity()).toEqual(identity);
        expect(await other.identity()).toEqual(identity);
      });
    });

    describe('applyTopics', () => {
      it('with dryRun says what it would do, and does nothing', async () => {
        const topic = spec(3);
        const changes = await log.applyTopics([topic], { dryRun: true });
        expect(changes).toEqual([expect.objectContaining({ topic: topic.name, change: 'create' })]);
        await expect(log.watermarks(topic.name)).rejects.toThrow(UnknownTopicError);
      });

      it('creates what is missing, and has nothing to do the second time', async () => {
        const topic = spec(3);
        expect(await log.applyTopics([topic])).toEqual([
          expect.objectContaining({ topic: topic.name, change: 'create' }),
        ]);
        expect(await log.applyTopics([topic])).toEqual([]);
        expect(await log.applyTopics([topic], { dryRun: true })).toEqual([]);
        expect(await log.watermarks(topic.name)).toEqual(
          [0, 1, 2].map((partition) => ({ partition, low: 0n, high: 0n })),
        );
      });

      it('adds partitions and never takes one away', async () => {
        const topic = spec(2);
        await log.applyTopics([topic]);
        expect(await log.applyTopics([{ ...topic, partitions: 5 }])).toEqual([
          expect.objectContaining({ topic: topic.name, change: 'add-partitions' }),
        ]);
        expect(await log.applyTopics([{ ...topic, partitions: 2 }])).toEqual([]);
        expect(await log.watermarks(topic.name)).toHaveLength(5);
      });

      if (subject.features.retention) {
        it('changes how long messages are kept', async () => {
          const topic = spec(1, { retentionHours: 24 });
          await log.applyTopics([topic]);
          const longer = { ...topic, retentionHours: 48 };
          expect(await log.applyTopics([longer])).toEqual([
            expect.objectContaining({ topic: topic.name, change: 'set-retention' }),
          ]);
          expect(await log.applyTopics([longer])).toEqual([]);
        });
      }
    });

    describe('append', () => {
      it('answers with positions in the order given, and they are where the messages are', async () => {
        const [a, b] = [await newTopic(), await newTopic()];
        const given = numbered(200).map((n) => message(n % 3 === 0 ? a : b, `key-${n % 17}`, n));
        const positions = await log.append(given);
        expect(positions).toHaveLength(given.length);
        const found = await readAll(log, [a, b]);
        const at = new Map(found.map((record) => [place(record), record]));
        for (const [i, position] of positions.entries()) {
          const { topic, key, value } = given[i]!;
          expect(at.get(place(position))).toMatchObject({ topic, key, value });
        }
      });

      it('keeps the order given within a partition', async () => {
        const topic = await newTopic();
        const positions = await log.append(numbered(300).map((n) => message(topic, `key-${n % 17}`, n)));
        for (const offsets of byPartition(positions).values()) {
          expect(offsets.map((p) => p.offset)).toEqual(offsets.map((_, i) => BigInt(i)));
        }
      });

      it('puts a key into one partition, the same in every topic of as many partitions', async () => {
        const [a, b] = [await newTopic(), await newTopic()];
        const [first, second, third] = await log.append([
          message(a, '123456789', 1),
          message(b, '123456789', 2),
          message(a, '123456789', 3),
        ]);
        expect(new Set([first!.partition, second!.partition, third!.partition]).size).toBe(1);
        expect(third!.offset).toBe(first!.offset + 1n);
      });

      it('uses every partition', async () => {
        const topic = await newTopic();
        const positions = await log.append(numbered(200).map((n) => message(topic, `key-${n}`, n)));
        expect(byPartition(positions).size).toBe(4);
      });

      it('uses partitions that were added after it began', async () => {
        const topic = spec(2);
        await log.applyTopics([topic]);
        await log.append([message(topic.name, 'before', 0)]);
        await log.applyTopics([{ ...topic, partitions: 6 }]);
        const given = numbered(200).map((n) => message(topic.name, `key-${n}`, n));
        const positions = await log.append(given);
        expect(byPartition(positions).size).toBe(6);
        const found = await readAll(log, [topic.name]);
        expect(found).toHaveLength(1 + given.length);
        const at = new Map(found.map((record) => [place(record), record.value]));
        for (const [i, position] of positions.entries())
          expect(at.get(place(position))).toEqual(given[i]!.value);
      });

      it('takes an empty list', async () => {
        expect(await log.append([])).toEqual([]);
      });

      it('refuses a topic that is not there', async () => {
        const missing = `missing-${randomUUID()}`;
        await expect(log.append([message(missing, 'k', 1)])).rejects.toThrow(UnknownTopicError);
        await expect(log.watermarks(missing)).rejects.toThrow(UnknownTopicError);
        await expect(log.offsetsAt(missing, new Date())).rejects.toThrow(UnknownTopicError);
        await expect(
          log.subscribe({ group: randomUUID(), topics: [missing], start: fromTheFirst }),
        ).rejects.toThrow(UnknownTopicError);
      });

      it('keeps every caller’s messages in order under 8 concurrent appenders', async () => {
        const topic = await newTopic(2);
        const answered: LogPosition[] = [];
        await Promise.all(
          numbered(8).map(async (writer) => {
            for (const call of numbered(10)) {
              const calls = numbered(5).map((n) =>
                message(topic, `key-${n % 2}-${writer % 3}`, { writer, n: call * 5 + n }),
              );
              answered.push(...(await (writer % 2 === 0 ? log : other).append(calls)));
            }
          }),
        );
        expect(new Set(answered.map(place)).size).toBe(400);
        const found = await readAll(log, [topic]);
        expectContiguous(found);
        expectInOrder(found);
        expect(found).toHaveLength(400);
      });

      it('keeps a tombstone’s null apart from text', async () => {
        const topic = await newTopic(1);
        const values = [null, 'null', '""', '{}'];
        await log.append(values.map((value) => ({ topic, key: 'k', headers: {}, value })));
        expect((await readAll(log, [topic])).map((record) => record.value)).toEqual(values);
      });

      it('keeps any text, in keys and values', async () => {
        const topic = await newTopic(1);
        const texts = [
          'María-José Ñandú 陳大文 👧🏽',
          '"quotes" \\ backslash, comma {braces} \t tab \n line',
          'separators \u001e and \u001f',
          '\u001f',
          '\u001e',
          'NULL',
          '\\N',
        ];
        await log.append(texts.map((text) => ({ topic, key: text, headers: {}, value: text })));
        const found = await readAll(log, [topic]);
        expect(found.map((record) => record.value)).toEqual(texts);
        expect(found.map((record) => record.key)).toEqual(texts);
      });

      it('keeps one message by itself with an empty key and an empty value', async () => {
        const topic = await newTopic(1);
        await log.append([{ topic, key: '', headers: {}, value: '' }]);
        expect(await readAll(log, [topic])).toMatchObject([{ key: '', value: '' }]);
      });

      it('keeps values of 64 KB', async () => {
        const topic = await newTopic(2);
        const large = numbered(8).map((n) => message(topic, `key-${n}`, `${n}-${'é'.repeat(32_768)}`));
        await log.append(large);
        const found = await readAll(log, [topic]);
        expect(new Set(found.map((r) => r.value))).toEqual(new Set(large.map((m) => m.value)));
      });

      it('keeps headers', async () => {
        const topic = await newTopic(1);
        const headers = {
          ce_id: 'hhs.placement/P-1/1',
          ce_specversion: '1.0',
          'content-type': 'application/json; charset=utf-8',
          odd: '"a", {b} \\c = d',
          empty: '',
        };
        await log.append([{ topic, key: 'k', headers, value: '{}' }, message(topic, 'k', 1)]);
        const [first, second] = await readAll(log, [topic]);
        expect(first!.headers).toEqual(headers);
        expect(second!.headers).toEqual({});
      });
    });

    describe('watermarks and trim', () => {
      it('says the first offset kept and the next one', async () => {
        const topic = await newTopic(1);
        await log.append(numbered(10).map((n) => message(topic, 'k', n)));
        expect(await log.watermarks(topic)).toEqual([{ partition: 0, low: 0n, high: 10n }]);
        await log.trim(topic, 0, 4n);
        expect(await log.watermarks(topic)).toEqual([{ partition: 0, low: 4n, high: 10n }]);
        await log.trim(topic, 0, 2n);
        expect(await log.watermarks(topic)).toEqual([{ partition: 0, low: 4n, high: 10n }]);
        expect((await readAll(log, [topic])).map((r) => r.offset)).toEqual([4n, 5n, 6n, 7n, 8n, 9n]);
      });

      it('goes on counting after everything was trimmed', async () => {
        const topic = await newTopic(1);
        await log.append(numbered(3).map((n) => message(topic, 'k', n)));
        await log.trim(topic, 0, 3n);
        expect(await log.watermarks(topic)).toEqual([{ partition: 0, low: 3n, high: 3n }]);
        expect(await log.append([message(topic, 'k', 4)])).toEqual([{ topic, partition: 0, offset: 3n }]);
      });
    });

    describe('time', () => {
      it('never goes back within a partition', async () => {
        const topic = await newTopic(2);
        for (const n of numbered(20)) await log.append([message(topic, `key-${n}`, n)]);
        for (const records of byPartition(await readAll(log, [topic])).values()) {
          const times = records.map((record) => record.appendedAt.getTime());
          expect(times).toEqual(times.toSorted((a, b) => a - b));
        }
      });

      it('finds the first message at or after a time', async () => {
        const topic = await newTopic(1);
        await log.append(numbered(30).map((n) => message(topic, 'k', n)));
        const before = (await readAll(log, [topic])).at(-1)!.appendedAt;
        await until(() => Date.now() > before.getTime() + 5);
        await log.append(numbered(10).map((n) => message(topic, 'k', n)));
        const after = (await readAll(log, [topic]))[30]!.appendedAt;
        expect(after.getTime()).toBeGreaterThan(before.getTime());
        expect(await log.offsetsAt(topic, after)).toEqual([{ partition: 0, offset: 30n }]);
        expect(await log.offsetsAt(topic, new Date(before.getTime() + 1))).toEqual([
          { partition: 0, offset: 30n },
        ]);
      });

      it('finds the first one kept for a time before it, and null where nothing is that late', async () => {
        const topic = await newTopic(2);
        const key = 'one-partition-only';
        const [position] = await log.append(numbered(6).map((n) => message(topic, key, n)));
        const used = position!.partition;
        const hour = 3_600_000;
        const expected = (offset: bigint | null) =>
          [0, 1].map((partition) => ({ partition, offset: partition === used ? offset : null }));
        expect(await log.offsetsAt(topic, new Date(Date.now() - hour))).toEqual(expected(0n));
        expect(await log.offsetsAt(topic, new Date(Date.now() + hour))).toEqual(expected(null));
        await log.trim(topic, used, 2n);
        expect(await log.offsetsAt(topic, new Date(Date.now() - hour))).toEqual(expected(2n));
      });
    });

    describe('reading', () => {
      it('sees every message once, in order and none skipped, while many append', async () => {
        const topic = await newTopic();
        const total = 8 * 40 * 3;
        const found: LogRecord[] = [];
        const reader = await subscribe(other, [topic]);
        const pump = pumping(reader, (records) => found.push(...records));
        await Promise.all(
          numbered(8).map(async (writer) => {
            for (const call of numbered(40)) {
              await (writer % 2 === 0 ? log : other).append(
                numbered(3).map((n) => message(topic, `key-${writer}-${n}`, { writer, n: call * 3 + n })),
              );
            }
          }),
        );
        await until(() => found.length >= total);
        await pump.stop();
        await reader.close();
        expect(found).toHaveLength(total);
        expectContiguous(found);
        expectInOrder(found);
      });

      it('starts where start() says, in the order of its question; null is the first kept', async () => {
        const topic = await newTopic(2);
        const positions = await log.append(numbered(40).map((n) => message(topic, `key-${n}`, n)));
        const high = byPartition(positions).get(1)!.length;
        const reader = await log.subscribe({
          group: randomUUID(),
          topics: [topic],
          start: async (partitions) => partitions.map((p) => (p.partition === 1 ? BigInt(high - 3) : null)),
        });
        const found = await collect(reader, positions.length - high + 3);
        await reader.close();
        const read = byPartition(found);
        expect(read.get(0)!.map((r) => r.offset)[0]).toBe(0n);
        expect(read.get(1)!.map((r) => r.offset)).toEqual(numbered(3).map((n) => BigInt(high - 3 + n)));
      });

      it('says from where a batch was asked for and what to ask for next', async () => {
        const topic = await newTopic(1);
        await log.append(numbered(25).map((n) => message(topic, 'k', n)));
        const reader = await subscribe(log, [topic]);
        let next = 0n;
        while (next < 25n) {
          for (const batch of await reader.poll({ maxMessages: 10, maxWaitMs: 500 })) {
            expect(batch).toMatchObject({ topic, partition: 0, from: next });
            expect(batch.messages.map((m) => m.offset)).toEqual(
              batch.messages.map((_, i) => next + BigInt(i)),
            );
            expect(batch.next).toBe(next + BigInt(batch.messages.length));
            next = batch.next;
          }
        }
        await reader.close();
        expect(next).toBe(25n);
      });

      it('gives at most about maxMessages, and all in the end', async () => {
        const topic = await newTopic();
        await log.append(numbered(500).map((n) => message(topic, `key-${n}`, n)));
        const reader = await subscribe(log, [topic]);
        const found: LogRecord[] = [];
        while (found.length < 500) {
          const records = flat(await reader.poll({ maxMessages: 50, maxWaitMs: 500 }));
          expect(records.length).toBeLessThanOrEqual(100);
          found.push(...records);
        }
        await reader.close();
        expectContiguous(found);
      });

      it('gives at most about so many bytes, and all in the end', async () => {
        const partitions = 3;
        const topic = await newTopic(partitions);
        const large = 60_000;
        await log.append(
          numbered(400).map((n) => ({
            ...message(topic, `key-${n}`, n),
            value: `"${'x'.repeat(large - 2)}"`,
          })),
        );
        const reader = await subscribe(log, [topic]);
        const found: LogRecord[] = [];
        while (found.length < 400) {
          const records = flat(await reader.poll({ maxMessages: 2_000, maxWaitMs: 500 }));
          expect(records.length * large).toBeLessThan(POLL_BYTES + partitions * large);
          found.push(...records);
        }
        await reader.close();
        expectContiguous(found);
      });

      it('gives big batches where there is a backlog', async () => {
        const topic = await newTopic();
        await log.append(numbered(3_000).map((n) => message(topic, `key-${n}`, n)));
        const reader = await subscribe(log, [topic]);
        let largest = 0;
        let seen = 0;
        while (seen < 3_000) {
          const size = flat(await reader.poll({ maxMessages: 2_000, maxWaitMs: 500 })).length;
          largest = Math.max(largest, size);
          seen += size;
        }
        await reader.close();
        expect(largest).toBeGreaterThanOrEqual(500);
      });

      it('answers with nothing after maxWaitMs without news', async () => {
        const topic = await newTopic(1);
        const reader = await subscribe(log, [topic]);
        await untilAssigned(reader, 1);
        const began = performance.now();
        expect(await reader.poll({ maxMessages: 10, maxWaitMs: 300 })).toEqual([]);
        const took = performance.now() - began;
        await reader.close();
        expect(took).toBeGreaterThan(200);
        expect(took).toBeLessThan(5_000);
      });

      it('wakes up early on news', async () => {
        const topic = await newTopic(1);
        const reader = await subscribe(log, [topic]);
        await untilAssigned(reader, 1);
        const began = performance.now();
        const polled = reader.poll({ maxMessages: 10, maxWaitMs: 20_000 });
        await other.append([message(topic, 'k', 1)]);
        expect(flat(await polled)).toHaveLength(1);
        await reader.close();
        expect(performance.now() - began).toBeLessThan(5_000);
      });

      it('stops waiting when told to', async () => {
        const topic = await newTopic(1);
        const reader = await subscribe(log, [topic]);
        await untilAssigned(reader, 1);
        const began = performance.now();
        const abort = new AbortController();
        const polled = reader.poll({ maxMessages: 10, maxWaitMs: 20_000, signal: abort.signal });
        abort.abort();
        expect(await polled).toEqual([]);
        expect(await reader.poll({ maxMessages: 10, maxWaitMs: 20_000, signal: abort.signal })).toEqual([]);
        expect(performance.now() - began).toBeLessThan(5_000);
        await reader.close();
      });

      it('reads again from where seek says', async () => {
        const topic = await newTopic(1);
        await log.append(numbered(10).map((n) => message(topic, 'k', n)));
        const reader = await subscribe(log, [topic]);
        expect(await collect(reader, 10)).toHaveLength(10);
        reader.seek({ topic, partition: 0 }, 7n);
        expect((await collect(reader, 3)).map((r) => r.offset)).toEqual([7n, 8n, 9n]);
        reader.seek({ topic, partition: 0 }, 0n);
        expect((await collect(reader, 10))[0]!.offset).toBe(0n);
        reader.seek({ topic, partition: 99 }, 0n);
        expect(await reader.poll({ maxMessages: 10, maxWaitMs: 50 })).toEqual([]);
        await reader.close();
      });

      it('refuses an offset that is not kept any more, and goes on after a seek', async () => {
        const topic = await newTopic(1);
        await log.append(numbered(10).map((n) => message(topic, 'k', n)));
        await log.trim(topic, 0, 5n);
        const reader = await subscribe(log, [topic], { start: async (asked) => asked.map(() => 2n) });
        const error = await pollsUntilError(reader);
        expect(error).toBeInstanceOf(OffsetOutOfRangeError);
        expect(error).toMatchObject({ details: { topic, partition: 0, offset: '2', low: '5', high: '10' } });
        expect(await pollsUntilError(reader)).toBeInstanceOf(OffsetOutOfRangeError);
        reader.seek({ topic, partition: 0 }, 5n);
        expect((await collect(reader, 5)).map((r) => r.offset)).toEqual([5n, 6n, 7n, 8n, 9n]);
        await reader.close();
      });

      it('refuses an offset that is not there yet, and takes the next one to come', async () => {
        const topic = await newTopic(1);
        await log.append(numbered(10).map((n) => message(topic, 'k', n)));
        const reader = await subscribe(log, [topic], { start: async (asked) => asked.map(() => 11n) });
        const error = await pollsUntilError(reader);
        expect(error).toBeInstanceOf(OffsetOutOfRangeError);
        expect(error).toMatchObject({ details: { topic, offset: '11', low: '0', high: '10' } });
        reader.seek({ topic, partition: 0 }, 10n);
        expect(await reader.poll({ maxMessages: 10, maxWaitMs: 50 })).toEqual([]);
        await log.append([message(topic, 'k', 10)]);
        expect((await collect(reader, 1)).map((r) => r.offset)).toEqual([10n]);
        await reader.close();
      });
    });

    const { compact } = subject;
    if (compact !== undefined) {
      describe('compaction', () => {
        /** Keys a, b, c, a, b, c, … and at the end one each of x and y. */
        const compacted = async (rounds: number): Promise<string> => {
          const topic = await newTopic(1, { compacted: true });
          await log.append([
            ...numbered(rounds * 3).map((n) => message(topic, 'abc'[n % 3]!, n)),
            message(topic, 'x', 'x'),
            message(topic, 'y', 'y'),
          ]);
          await compact(topic);
          return topic;
        };
        const readFrom = async (topic: string, offset: bigint, maxMessages = 1_000) => {
          const reader = await subscribe(log, [topic], { start: async (asked) => asked.map(() => offset) });
          const high = (await log.watermarks(topic))[0]!.high;
          const batches: PartitionBatch[] = [];
          let next = offset;
          let polls = 0;
          while (next < high && ++polls < 200) {
            for (const batch of await reader.poll({ maxMessages, maxWaitMs: 200 })) {
              expect(batch.from).toBe(next);
              expect(batch.messages.every((m) => m.offset >= batch.from && m.offset < batch.next)).toBe(true);
              next = batch.next;
              batches.push(batch);
            }
          }
          expect(next).toBe(high);
          await reader.close();
          return { found: flat(batches), polls };
        };

        it('keeps the newest message of every key, where it was', async () => {
          const topic = await compacted(10);
          expect(await log.watermarks(topic)).toEqual([{ partition: 0, low: 0n, high: 32n }]);
          const { found } = await readFrom(topic, 0n);
          expect(found.map(({ offset, key, value }) => [offset, key, value])).toEqual([
            [27n, 'a', '27'],
            [28n, 'b', '28'],
            [29n, 'c', '29'],
            [30n, 'x', '"x"'],
            [31n, 'y', '"y"'],
          ]);
        });

        it('leaves other topics whole', async () => {
          const topic = await newTopic(1);
          await log.append(numbered(10).map((n) => message(topic, 'k', n)));
          await compact(topic);
          expect(await readAll(log, [topic])).toHaveLength(10);
        });

        it('lets who stands in a hole go on with the next message kept', async () => {
          const topic = await compacted(10);
          for (const [from, first] of [
            [3n, 27n],
            [26n, 27n],
            [28n, 28n],
            [31n, 31n],
          ] as const) {
            expect((await readFrom(topic, from)).found[0]!.offset).toBe(first);
          }
        });

        it('takes a long hole at a stride', async () => {
          const topic = await compacted(5_000);
          const { found, polls } = await readFrom(topic, 0n, 2);
          expect(found).toHaveLength(5);
          expect(polls).toBeLessThan(10);
        });

        it('goes on counting, and readers go on with what comes after', async () => {
          const topic = await newTopic(1, { compacted: true });
          await log.append(numbered(20).map((n) => message(topic, 'k', n)));
          const reader = await subscribe(log, [topic]);
          expect(await collect(reader, 20)).toHaveLength(20);
          await compact(topic);
          const [position] = await log.append([message(topic, 'k', 20)]);
          expect(position!.offset).toBe(20n);
          expect((await collect(reader, 1)).map((r) => r.offset)).toEqual([20n]);
          await reader.close();
          expect((await readFrom(topic, 0n)).found.map((r) => r.offset)).toEqual([19n, 20n]);
        });

        it('keeps a tombstone, and nothing before it of its key', async () => {
          const topic = await newTopic(1, { compacted: true });
          const gone = { topic, key: 'gone', headers: {}, value: null };
          await log.append([message(topic, 'gone', 1), gone, message(topic, 'back', 1)]);
          await log.append([{ ...gone, key: 'back' }, message(topic, 'back', 2), message(topic, 'z', 1)]);
          await compact(topic);
          expect((await readFrom(topic, 0n)).found.map(({ key, value }) => [key, value])).toEqual([
            ['gone', null],
            ['back', '2'],
            ['z', '1'],
          ]);
        });

        it('finds messages by time where there are holes', async () => {
          const topic = await newTopic(1, { compacted: true });
          for (const n of numbered(40)) {
            await log.append([message(topic, n % 10 === 9 ? `kept-${n}` : 'k', n)]);
            await delay(2);
          }
          const all = await readAll(log, [topic]);
          await compact(topic);
          const kept = new Set((await readFrom(topic, 0n)).found.map((r) => r.offset));
          expect([...kept]).toEqual([9n, 19n, 29n, 38n, 39n]);
          for (const { appendedAt } of all) {
            const next = all.find((r) => kept.has(r.offset) && r.appendedAt >= appendedAt);
            expect(await log.offsetsAt(topic, appendedAt)).toEqual([
              { partition: 0, offset: next?.offset ?? null },
            ]);
          }
          expect(await log.offsetsAt(topic, new Date(Date.now() + 3_600_000))).toEqual([
            { partition: 0, offset: null },
          ]);
        });

        it('trims as before, and refuses what lies below', async () => {
          const topic = await compacted(10);
          await log.trim(topic, 0, 28n);
          expect((await readFrom(topic, 28n)).found.map((r) => r.key)).toEqual(['b', 'c', 'x', 'y']);
          const reader = await subscribe(log, [topic], { start: async (asked) => asked.map(() => 5n) });
          expect(await pollsUntilError(reader)).toBeInstanceOf(OffsetOutOfRangeError);
          await reader.close();
        });

        it('lets readers and appenders work on: in order, and the last of every key comes', async () => {
          const topic = await newTopic(2, { compacted: true });
          const found: LogRecord[] = [];
          const reader = await subscribe(other, [topic]);
          const pump = pumping(reader, (records) => found.push(...records));
          for (const round of numbered(6)) {
            await Promise.all([
              compact(topic),
              ...numbered(4).map(async (writer) =>
                log.append(
                  numbered(300).map((n) =>
                    message(topic, `${writer}-${n % 20}`, { writer, n: round * 300 + n }),
                  ),
                ),
              ),
            ]);
          }
          const lastOf = () => new Map(found.map(({ key, value }) => [key, value]));
          await until(
            () => lastOf().size === 80 && [...lastOf().values()].every((v) => /"n":17[89]/.test(v!)),
          );
          await pump.stop();
          await reader.close();
          expectInOrder(found);
        });
      });
    }

    describe('groups', () => {
      it('gives one member everything, and asks it where to start', async () => {
        const topics = [await newTopic(), await newTopic()];
        const asked: TopicPartition[] = [];
        const reader = await subscribe(log, topics, {
          start: async (partitions) => {
            asked.push(...partitions);
            return partitions.map(() => null);
          },
        });
        await untilAssigned(reader, 8);
        const all = topics.flatMap((topic) =>
          numbered(4).map((partition) => partitionName({ topic, partition })),
        );
        expect(reader.assignment().map(partitionName).sort()).toEqual(all.toSorted());
        expect([...new Set(asked.map(partitionName))].sort()).toEqual(all.toSorted());
        await reader.close();
        expect(reader.assignment()).toEqual([]);
      });

      it('shares the partitions, those of one number together, each read by one member', async () => {
        const topics = [await newTopic(), await newTopic()];
        const group = follower(topics);
        const a = await group.join(log);
        await until(() => a.reader.assignment().length === 8);
        const b = await group.join(other);
        await until(() => a.reader.assignment().length === 4 && b.reader.assignment().length === 4);
        const [ofA, ofB] = [a.reader.assignment(), b.reader.assignment()];
        expect(new Set([...ofA, ...ofB].map(partitionName)).size).toBe(8);
        for (const held of [ofA, ofB]) {
          const numbers = held.map((p) => p.partition);
          for (const number of numbers) expect(numbers.filter((n) => n === number)).toHaveLength(2);
        }
        await log.append(numbered(400).map((n) => message(topics[n % 2]!, `key-${n % 50}`, n)));
        await until(() => group.found.length >= 400);
        await Promise.all([a.stop(), b.stop()]);
        expect(group.found).toHaveLength(400);
        expectContiguous(group.found);
      });

      it('hands a leaving member’s partitions over, from where start() says', async () => {
        const topic = await newTopic();
        const group = follower([topic]);
        const a = await group.join(log);
        const b = await group.join(other);
        await until(() => a.reader.assignment().length === 2 && b.reader.assignment().length === 2);
        await log.append(numbered(100).map((n) => message(topic, `key-${n}`, n)));
        await until(() => group.found.length >= 100);
        const ofA = a.reader.assignment().map(partitionName);
        const askedBefore = group.asked.length;
        await a.stop();
        await until(() => b.reader.assignment().length === 4);
        await log.append(numbered(100).map((n) => message(topic, `key-${n}`, n)));
        await until(() => group.found.length >= 200);
        await b.stop();
        expect(group.found).toHaveLength(200);
        expectContiguous(group.found);
        expect(group.asked.slice(askedBefore).map(partitionName)).toEqual(expect.arrayContaining(ofA));
      });

      it('takes commits for what a member holds, and fences it out of what it lost', async () => {
        const topic = await newTopic();
        const group = follower([topic]);
        const a = await group.join(log);
        await until(() => a.reader.assignment().length === 4);
        const all = numbered(4).map((partition) => ({ topic, partition, offset: 0n }));
        await a.reader.commit(all);
        await a.reader.commit([]);
        const b = await group.join(other);
        await until(() => a.reader.assignment().length === 2 && b.reader.assignment().length === 2);
        await expect(a.reader.commit(all)).rejects.toThrow(FencedError);
        const lost = all.filter(
          (p) => !a.reader.assignment().some((held) => partitionName(held) === partitionName(p)),
        );
        await expect(a.reader.commit(lost)).rejects.toThrow(FencedError);
        await b.reader.commit(lost);
        await a.stop();
        await expect(a.reader.commit(all)).rejects.toThrow(FencedError);
        await b.stop();
      });

      it('leaves groups of another name alone', async () => {
        const topic = await newTopic(2);
        await log.append(numbered(20).map((n) => message(topic, `key-${n}`, n)));
        const [a, b] = [await subscribe(log, [topic]), await subscribe(log, [topic])];
        expect(await collect(a, 20)).toHaveLength(20);
        expect(await collect(b, 20)).toHaveLength(20);
        await Promise.all([a.close(), b.close()]);
      });
    });

    describe('close', () => {
      it('finishes what is being appended, leaves the groups and takes nothing more', async () => {
        const closing = (await subject.second()) ?? (await subject.create());
        const topic = spec(2);
        await closing.applyTopics([topic]);
        const reader = await subscribe(closing, [topic.name]);
        const appended = numbered(20).map((n) => closing.append([message(topic.name, `key-${n}`, n)]));
        await closing.close();
        const positions = (await Promise.all(appended)).flat();
        expect(new Set(positions.map(place)).size).toBe(20);
        expect(reader.assignment()).toEqual([]);
        await expect(closing.append([message(topic.name, 'k', 1)])).rejects.toThrow();
        await closing.close();
        if (other !== log) expect(await readAll(log, [topic.name])).toHaveLength(20);
      });
    });
  });
}

const fromTheFirst = async (partitions: readonly TopicPartition[]) => partitions.map(() => null);

function spec(partitions: number, changes: Partial<TopicSpec> = {}): TopicSpec {
  const name = `suite.${randomUUID()}.v1`;
  return { name, partitions, retentionHours: null, compacted: false, key: 'any', ...changes };
}

function message(topic: string, key: string, value: unknown): LogMessage {
  return { topic, key, headers: {}, value: JSON.stringify(value) };
}

function numbered(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

function place(p: LogPosition): string {
  return `${p.topic}/${p.partition}/${p.offset}`;
}

function byPartition<T extends TopicPartition>(items: readonly T[]): Map<number, T[]> {
  return groupBy(items, (item) => item.partition);
}

function groupBy<K, T>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function flat(batches: ReadonlyArray<{ messages: LogRecord[] }>): LogRecord[] {
  return batches.flatMap((batch) => batch.messages);
}

async function until(condition: () => boolean, withinMs = 60_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > deadline)
      throw new Error(`not so within ${withinMs} ms: ${condition.toString()}`);
    await delay(5);
  }
}

async function subscribe(
  log: EventLog,
  topics: readonly string[],
  options: { start?: (p: readonly TopicPartition[]) => Promise<Array<bigint | null>> } = {},
): Promise<Subscription> {
  return log.subscribe({ group: randomUUID(), topics, start: options.start ?? fromTheFirst });
}

/** Poll until so many partitions are held; for topics where there is nothing to read. */
async function untilAssigned(reader: Subscription, partitions: number): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (reader.assignment().length < partitions) {
    if (performance.now() > deadline) throw new Error('no assignment within 20 s');
    await reader.poll({ maxMessages: 10, maxWaitMs: 50 });
  }
}

/** Poll until at least so many messages came. */
async function collect(reader: Subscription, count: number): Promise<LogRecord[]> {
  const found: LogRecord[] = [];
  const deadline = performance.now() + 60_000;
  while (found.length < count) {
    if (performance.now() > deadline) throw new Error(`${found.length} of ${count} messages within 20 s`);
    found.push(...flat(await reader.poll({ maxMessages: 1_000, maxWaitMs: 200 })));
  }
  return found;
}

/** Everything the topics hold now, read by a group of its own. */
async function readAll(log: EventLog, topics: readonly string[]): Promise<LogRecord[]> {
  const marks = (await Promise.all(topics.map((topic) => log.watermarks(topic)))).flat();
  const count = marks.reduce((sum, mark) => sum + Number(mark.high - mark.low), 0);
  const reader = await subscribe(log, topics);
  const found = await collect(reader, count);
  await reader.close();
  return found;
}

async function pollsUntilError(reader: Subscription): Promise<unknown> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    try {
      await reader.poll({ maxMessages: 10, maxWaitMs: 50 });
    } catch (error) {
      return error;
    }
  }
  throw new Error('no error within 20 s');
}

/** Poll in the background; `stop` ends it and passes on what went wrong. */
function pumping(reader: Subscription, sink: (records: LogRecord[]) => void): { stop(): Promise<void> } {
  const abort = new AbortController();
  const done = (async () => {
    while (!abort.signal.aborted) {
      sink(flat(await reader.poll({ maxMessages: 200, maxWaitMs: 200, signal: abort.signal })));
    }
  })();
  done.catch(() => abort.abort());
  return {
    async stop() {
      abort.abort();
      await done;
    },
  };
}

interface Member {
  reader: Subscription;
  /** Ends the polling, then leaves the group. */
  stop(): Promise<void>;
}

/** A group that keeps its own offsets, as the reconciler does: what a batch brought and where to go on are noted at once. */
function follower(topics: readonly string[]) {
  const group = randomUUID();
  const next = new Map<string, bigint>();
  const found: LogRecord[] = [];
  const asked: TopicPartition[] = [];
  const join = async (log: EventLog): Promise<Member> => {
    const reader = await log.subscribe({
      group,
      topics,
      start: async (partitions) => {
        asked.push(...partitions);
        return partitions.map((p) => next.get(partitionName(p)) ?? null);
      },
    });
    const pump = pumping(reader, (records) => {
      for (const record of records) {
        found.push(record);
        next.set(partitionName(record), record.offset + 1n);
      }
    });
    return {
      reader,
      async stop() {
        await pump.stop();
        await reader.close();
      },
    };
  };
  return { found, asked, join };
}

/** Every partition's offsets are 0, 1, 2, … as they came. */
function expectContiguous(records: readonly LogRecord[]): void {
  for (const list of groupBy(records, partitionName).values()) {
    expect(list.map((record) => record.offset)).toEqual(list.map((_, i) => BigInt(i)));
  }
}

/** What each writer numbered comes in its order within a partition. */
function expectInOrder(records: readonly LogRecord[]): void {
  const last = new Map<string, number>();
  for (const record of records) {
    const { writer, n } = JSON.parse(record.value!) as { writer: number; n: number };
    const line = `${partitionName(record)}/${writer}`;
    expect(n).toBeGreaterThan(last.get(line) ?? -1);
    last.set(line, n);
  }
}
