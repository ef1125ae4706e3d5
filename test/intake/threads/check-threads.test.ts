import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnavailableError } from '../../../src/contracts/errors.ts';
import { checkHere } from '../../../src/intake/check-lines.ts';
import { intake, type ItemResult } from '../../../src/intake/intake.ts';
import { LineBlock } from '../../../src/intake/line-block.ts';
import { LineSplitter } from '../../../src/intake/parse/split-lines.ts';
import { MAX_EVENT_BYTES } from '../../../src/intake/parse/too-large.ts';
import { openCheckThreads, type CheckThreads } from '../../../src/intake/threads/check-threads.ts';
import { simulate } from '../../../src/simulator/index.ts';
import { placementEvent } from '../../api/support/events.ts';

const sender = { agency: 'hhs' as const, client: 'portal', receivedAt: '2026-05-01T12:00:00.000Z' };
const endingThread = new URL('../../support/ending-thread.ts', import.meta.url);

function blockOf(body: string | Buffer): LineBlock {
  const block = new LineBlock();
  const splitter = new LineSplitter();
  for (const line of [...splitter.push(Buffer.from(body)), ...splitter.end()]) block.add(line);
  return block;
}

const placements = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `${JSON.stringify(placementEvent({ id: `e${from + i}` }))}\n`);

describe('threads that check', () => {
  let threads: CheckThreads;
  beforeAll(async () => {
    threads = await openCheckThreads(2, () => {});
  });
  afterAll(() => threads.close());

  it('find of each line what is found here, to the byte', async () => {
    const optional = {
      time: '2026-03-01T10:00:00Z',
      datacontenttype: 'application/json',
      subject: 'a "quoted" \\ text',
      partitionkey: 'mine',
      dataclassification: 'restricted',
    };
    const person = { name: { given: ['Nguyễn', 'José'], surnames: ['Ωmega'] }, birthDate: someBirth };
    const odd = [
      '',
      'no json',
      '{"id":"x"}\r',
      JSON.stringify(placementEvent({ id: 'o1', with: optional })),
      JSON.stringify(placementEvent({ id: 'o2', data: { person } })),
      JSON.stringify(placementEvent({ id: 'o3', data: { programCode: 7 } })),
      JSON.stringify(placementEvent({ id: 'o4', with: { source: 'urn:us-gov:eoir:case' } })),
      `{"a":"${'x'.repeat(MAX_EVENT_BYTES)}"}`,
      '\ud800',
      '{"id":"x","id":"y"}',
    ];
    const simulated = [...simulate({ children: 60, seed: 'threads' })].map(({ event }) =>
      JSON.stringify(event),
    );
    const invalidUtf8 = Buffer.from([0x22, 0xff, 0x22, 0x0a]);
    const body = Buffer.concat([
      Buffer.from(`${odd.join('\n')}\n`),
      invalidUtf8,
      Buffer.from([...simulated, ...odd].join('\n')),
    ]);
    const here = await checkHere.check(blockOf(body), sender);
    expect(new Set(here.map(({ kind }) => kind))).toEqual(new Set(['record', 'refused']));
    expect(await threads.check(blockOf(body), sender)).toStrictEqual(here);
    const refusedOnly = blockOf('no json\n'.repeat(20));
    expect(await threads.check(refusedOnly, sender)).toMatchObject(
      Array.from({ length: 20 }, (_, i) => ({ kind: 'refused', line: i + 1 })),
    );
  });

  it('give the results of a stream in order, however many blocks are under way', async () => {
    const appended: number[] = [];
    const taken = intake({
      log: {
        append: async (messages) => {
          appended.push(messages.length);
          return [];
        },
      },
      lineChecker: threads,
      findReceipts: async () => new Map(),
      clock: () => new Date('2026-05-01T12:00:00Z'),
    });
    const lines = placements(0, 6000);
    const results = await collect(taken.acceptStream(inPieces(lines), { agency: 'hhs', client: 'portal' }));
    expect(results.map(({ index, line, id, status }) => [index, line, id, status])).toEqual(
      lines.map((_, i) => [i, i + 1, `e${i}`, 'accepted']),
    );
    expect(appended).toEqual([1000, 1000, 1000, 1000, 1000, 1000]);
  });

  it('know an event that the same stream brought before, in another block', async () => {
    const taken = intake({
      log: { append: async () => [] },
      lineChecker: threads,
      findReceipts: async () => new Map(),
      clock: () => new Date(),
    });
    const body = inPieces([...placements(0, 1000), ...placements(0, 1000)]);
    const results = await collect(taken.acceptStream(body, { agency: 'hhs', client: 'portal' }));
    expect(results.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 1000 }, () => 'accepted'),
      ...Array.from({ length: 1000 }, () => 'duplicate'),
    ]);
  });
});

describe('a thread that ends', () => {
  it('fails what it was given as unavailable, half of nothing is answered, and another takes its place', async () => {
    const ended: unknown[] = [];
    const threads = await openCheckThreads(1, (error) => ended.push(error), endingThread);
    try {
      const appended: string[] = [];
      const taken = intake({
        log: {
          append: async (messages) => {
            appended.push(...messages.map(({ headers }) => headers['ce_id']!));
            return [];
          },
        },
        lineChecker: threads,
        findReceipts: async () => new Map(),
        clock: () => new Date(),
      });
      const caller = { agency: 'hhs' as const, client: 'portal' };
      const given: ItemResult[] = [];
      const body = inPieces([...placements(0, 1500), 'END THIS THREAD\n', ...placements(1500, 3500)]);
      const running = (async () => {
        for await (const chunk of taken.acceptStream(body, caller)) given.push(...chunk);
      })();
      await expect(running).rejects.toThrow(UnavailableError);
      expect(given.map(({ id }) => id)).toEqual(appended);
      expect(given.length).toBeLessThanOrEqual(1000);
      expect(ended).toHaveLength(1);

      const again = await collect(taken.acceptStream(inPieces(placements(0, 2000)), caller));
      expect(again.map(({ id }) => id)).toEqual(Array.from({ length: 2000 }, (_, i) => `e${i}`));
    } finally {
      await threads.close();
    }
  });

  it('is told at the start where it cannot begin', async () => {
    const nowhere = new URL('./no-such-thread.ts', import.meta.url);
    await expect(openCheckThreads(1, () => {}, nowhere)).rejects.toThrow(UnavailableError);
  });
});

describe('threads that are closed', () => {
  it('fail what is under way, and say so to who comes later', async () => {
    const ended: unknown[] = [];
    const threads = await openCheckThreads(1, (error) => ended.push(error));
    const underWay = threads.check(blockOf(placements(0, 1000).join('')), sender);
    const closing = threads.close();
    await expect(underWay).rejects.toThrow(UnavailableError);
    await closing;
    await expect(threads.check(blockOf(placements(0, 20).join('')), sender)).rejects.toThrow(
      UnavailableError,
    );
    expect(ended).toEqual([]);
  });
});

const someBirth = { value: '2010', precision: 'year' };

/** A body as a socket would give it. */
async function* inPieces(lines: readonly string[]): AsyncGenerator<Buffer> {
  const body = Buffer.from(lines.join(''));
  for (let at = 0; at < body.length; at += 65_536) yield body.subarray(at, at + 65_536);
}

async function collect(chunks: AsyncIterable<ItemResult[]>): Promise<ItemResult[]> {
  const all: ItemResult[] = [];
  for await (const chunk of chunks) all.push(...chunk);
  return all;
}
