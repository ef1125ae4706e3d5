import { describe, expect, it } from '@jest/globals';
import { UnavailableError } from '../../src/contracts/errors.ts';
import { intake, type ContentRef, type FindReceipts, type ItemResult } from '../../src/intake/intake.ts';
import { parseEventObject } from '../../src/intake/parse/parse-structured.ts';
import { checkItem, type CheckedRecord, type IntakeItem } from '../../src/intake/check-item.ts';
import type { LogMessage } from '../../src/log/event-log.ts';
import { placementEvent } from '../api/support/events.ts';

const caller = { agency: 'hhs' as const, client: 'portal' };
const clock = () => new Date('2026-05-01T12:00:00Z');

/** A log that appends when told to. */
function heldLog() {
  const appends: Array<{ messages: readonly LogMessage[]; settle: (error?: Error) => void }> = [];
  let seen = (): void => {};
  return {
    appends,
    /** Resolves once so many appends have been asked for. */
    async asked(count: number): Promise<void> {
      while (appends.length < count) await new Promise<void>((resolve) => (seen = resolve));
    },
    append: (messages: readonly LogMessage[]) =>
      new Promise<never[]>((resolve, reject) => {
        appends.push({ messages, settle: (error) => (error === undefined ? resolve([]) : reject(error)) });
        seen();
      }),
  };
}

function instantLog() {
  const messages: LogMessage[] = [];
  return {
    messages,
    append: async (more: readonly LogMessage[]) => {
      messages.push(...more);
      return [];
    },
  };
}

const noReceipts: FindReceipts = async () => new Map();
const item = (event: unknown): IntakeItem => ({
  parsed: parseEventObject(event),
  original: () => Buffer.from(JSON.stringify(event)),
});
const statuses = (results: readonly ItemResult[]) => results.map(({ status }) => status);

describe('intake of a batch', () => {
  it('does not answer before the log has it', async () => {
    const log = heldLog();
    const taken = intake({ log, findReceipts: noReceipts, clock });
    let answered = false;
    const answer = taken.acceptBatch([item(placementEvent())], caller).finally(() => (answered = true));
    await log.asked(1);
    expect(answered).toBe(false);
    log.appends[0]!.settle();
    expect(statuses(await answer)).toEqual(['accepted']);
  });

  it('knows an event from the database by its digest', async () => {
    const first = instantLog();
    await intake({ log: first, findReceipts: noReceipts, clock }).acceptBatch(
      [item(placementEvent())],
      caller,
    );
    const asked: unknown[] = [];
    const receipts = new Map<string, Set<string>>();
    const log = instantLog();
    const taken = intake({
      log,
      clock,
      findReceipts: async (events) => {
        asked.push(...events);
        for (const { eventKey } of events) receipts.set(eventKey, new Set());
        return receipts;
      },
    });
    expect(statuses(await taken.acceptBatch([item(placementEvent())], caller))).toEqual(['conflict']);
    expect(asked).toMatchObject([{ source: 'urn:us-gov:hhs:uc-portal', id: 'event-1' }]);
    expect((asked[0] as ContentRef).recordId()).toBe('placement-event-1');
    expect(log.messages).toHaveLength(1);
    expect(statuses(await taken.acceptBatch([item(placementEvent())], caller))).toEqual(['duplicate']);
    expect(log.messages).toHaveLength(1);
  });

  it('knows what was applied long ago, also where another content of the event came lately', async () => {
    const [old, other] = [placementEvent(), placementEvent({ data: { programCode: 'P-200' } })].map(item);
    const log = instantLog();
    let applied: string[] = [];
    const taken = intake({
      log,
      clock,
      findReceipts: async (events) => new Map(events.map(({ eventKey }) => [eventKey, new Set(applied)])),
    });
    const digest = (checkItem(old!, { ...caller, receivedAt: clock().toISOString() }) as CheckedRecord)
      .digest;
    applied = [digest];
    expect(statuses(await taken.acceptBatch([other!], caller))).toEqual(['conflict']);
    expect(statuses(await taken.acceptBatch([old!, other!], caller))).toEqual(['duplicate', 'duplicate']);
    expect(log.messages).toHaveLength(1);
  });

  it('does not take an event for known that the log refused', async () => {
    let down = true;
    const log = {
      append: async () => {
        if (down) throw new UnavailableError('down');
        return [];
      },
    };
    const taken = intake({ log, findReceipts: noReceipts, clock });
    await expect(taken.acceptBatch([item(placementEvent())], caller)).rejects.toThrow('down');
    down = false;
    expect(statuses(await taken.acceptBatch([item(placementEvent())], caller))).toEqual(['accepted']);
    expect(taken.unackedBytes()).toBe(0);
  });

  it('turns a batch away while too much is on its way', async () => {
    const log = heldLog();
    const taken = intake({ log, findReceipts: noReceipts, clock, maxUnackedBytes: 10 });
    const first = taken.acceptBatch([item(placementEvent({ id: 'a' }))], caller);
    await log.asked(1);
    await expect(taken.acceptBatch([item(placementEvent({ id: 'b' }))], caller)).rejects.toThrow(
      UnavailableError,
    );
    log.appends[0]!.settle();
    expect(statuses(await first)).toEqual(['accepted']);
  });

  it('keeps what it rejects in the same append, under the code alone', async () => {
    const log = instantLog();
    const taken = intake({ log, findReceipts: noReceipts, clock });
    const results = await taken.acceptBatch([item({ id: 'x' }), item(placementEvent())], caller);
    expect(statuses(results)).toEqual(['rejected', 'accepted']);
    expect(log.messages.map(({ topic }) => topic)).toEqual(['dead-letter.v1', 'hhs.placement.v1']);
    expect(log.messages[0]?.headers).toEqual({
      'content-type': 'application/json',
      'dl-stage': 'intake',
      'dl-code': 'missing-field',
    });
    expect(JSON.parse(log.messages[0]!.value!)).toMatchObject({
      id: 'x',
      sender: 'portal',
      receivedAt: '2026-05-01T12:00:00.000Z',
      original: Buffer.from('{"id":"x"}').toString('base64'),
    });
  });
});

describe('intake of a stream', () => {
  const bytes = (from: number, to: number) =>
    Buffer.from(
      Array.from(
        { length: to - from },
        (_, i) => `${JSON.stringify(placementEvent({ id: `e${from + i}` }))}\n`,
      ).join(''),
    );
  const collect = async (chunks: AsyncIterable<ItemResult[]>) => {
    const all: ItemResult[] = [];
    for await (const chunk of chunks) all.push(...chunk);
    return all;
  };

  it('reads one chunk ahead of the one being appended, and not further', async () => {
    const log = heldLog();
    let read = 0;
    const body = (async function* () {
      for (let n = 0; n < 10; n++) {
        read += 1;
        yield bytes(n * 1000, n * 1000 + 1000);
      }
    })();
    const all = collect(intake({ log, findReceipts: noReceipts, clock }).acceptStream(body, caller));
    for (let n = 1; n <= 10; n++) {
      await log.asked(n);
      expect(log.appends[n - 1]?.messages).toHaveLength(1000);
      // Being appended, checked and read: three of the body's pieces at most.
      expect(read).toBeLessThanOrEqual(n + 2);
      log.appends[n - 1]!.settle();
    }
    const results = await all;
    expect(results.map(({ index }) => index)).toEqual(Array.from({ length: 10_000 }, (_, i) => i));
  });

  it('knows an event of the chunk before, which is not durable yet', async () => {
    const log = heldLog();
    const body = (async function* () {
      yield bytes(0, 1000);
      yield bytes(0, 1000);
    })();
    const all = collect(intake({ log, findReceipts: noReceipts, clock }).acceptStream(body, caller));
    await log.asked(1);
    log.appends[0]!.settle();
    const results = await all;
    expect(statuses(results.slice(0, 1000)).every((s) => s === 'accepted')).toBe(true);
    expect(statuses(results.slice(1000)).every((s) => s === 'duplicate')).toBe(true);
    expect(log.appends).toHaveLength(1);
  });

  it('gives what was durable, then fails, where the log goes away', async () => {
    const log = heldLog();
    const body = (async function* () {
      yield bytes(0, 1000);
      yield bytes(1000, 2000);
    })();
    const given: ItemResult[] = [];
    const running = (async () => {
      for await (const chunk of intake({ log, findReceipts: noReceipts, clock }).acceptStream(body, caller))
        given.push(...chunk);
    })();
    await log.asked(1);
    log.appends[0]!.settle();
    await log.asked(2);
    log.appends[1]!.settle(new UnavailableError('gone'));
    await expect(running).rejects.toThrow('gone');
    expect(given).toHaveLength(1000);
  });

  it('gives a pausing sender its answers, a chunk full or not', async () => {
    const log = instantLog();
    let go = (): void => {};
    const body = (async function* () {
      yield bytes(0, 3);
      await new Promise<void>((resolve) => (go = resolve));
      yield bytes(3, 4);
    })();
    const chunks = intake({ log, findReceipts: noReceipts, clock }).acceptStream(body, caller);
    expect((await chunks.next()).value).toHaveLength(3);
    go();
    expect((await chunks.next()).value).toHaveLength(1);
    expect((await chunks.next()).done).toBe(true);
  });
});
