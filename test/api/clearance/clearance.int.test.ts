import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Scope } from '../../../src/api/auth/caller.ts';
import { hashId } from '../../../src/contracts/hash.ts';
import type { Agency } from '../../../src/contracts/record.ts';
import type { ChildStatusWithPositions } from '../../../src/contracts/status.ts';
import type { Withheld } from '../../../src/contracts/withheld.ts';
import { actKey } from '../../../src/domain/case-file.ts';
import { aliasOf } from '../../../src/domain/case-files.ts';
import { startReconciler } from '../../../src/reconciler/reconciler.ts';
import type { Pool } from '../../../src/store/pool.ts';
import { caughtUp } from '../../support/caught-up.ts';
import { act } from '../../support/duties.ts';
import { migratedDatabase, type MigratedDatabase } from '../../support/migrated-database.ts';
import { messageFor, record } from '../../support/records.ts';
import { startApiOn } from '../support/api-on.ts';
import type { TestServer } from '../support/api-server.ts';

const now = new Date('2026-06-01T12:00:00Z');
/** Invented; none of these may reach a reader from whom it is withheld. */
const RELEASED_TO = '77 Zuzibeth Way';
const CORRECTED_TO = '88 Quarlemont Court';
const OLD_CORRECTION = '66 Vornhild Street';
const TOLD_THE_COURT = '99 Harrowmede Lane';
const at = (line1: string) => ({ line1, city: 'Houston', state: 'TX' as const, postalCode: '77002' });

/** A child with an address of each kind. */
const ids = { aNumber: 'A055555601' };
const release = record('hhs.release', 'r1', {
  ids,
  data: { sponsorCategory: '2B', address: at(RELEASED_TO) },
});
const correction = record('hhs.address', 'a1', {
  ids,
  data: { address: at(CORRECTED_TO), version: 2, effectiveOn: '2025-02-01' },
});
const before = record('hhs.address', 'a1', { ids, data: { address: at(OLD_CORRECTION) } });
const told = record('eoir.address-change', 'c1', { ids, data: { address: at(TOLD_THE_COURT) } });

/** A child in care without a sponsor, about to turn 18. */
const placement = record('hhs.placement', 'p2', {
  data: {
    sponsorCategory: '4',
    person: { identifiers: { aNumber: 'A055555602' }, birthDate: { value: '2008-06-10', precision: 'day' } },
  },
});
const transfer = record('ice.custody-transfer', 't2', { ids: { aNumber: 'A055555602' } });
const plan = { obligation: 'age-out-plan', owner: 'hhs', subject: placement.key } as const;
const planned = act('hhs:plan-1', { ...plan, occurredAt: '2026-05-27T12:00:00.000Z' });
const elsewhere = act('hhs:plan-2', {
  ...plan,
  subject: transfer.key,
  occurredAt: '2026-05-27T12:00:00.000Z',
});
const takenBack = [1, 2].map((version) =>
  act('hhs:plan-3', {
    ...plan,
    version,
    occurredAt: '2026-05-27T12:00:00.000Z',
    ...(version === 2 ? { voided: true } : {}),
  }),
);
const seen = act('hhs:seen-1', {
  obligation: 'confirm-arrival',
  owner: 'hhs',
  subject: transfer.key,
  occurredAt: '2026-05-27T12:00:00.000Z',
});
const acts = [planned, elsewhere, ...takenBack];

const readers: Array<[string, { agency: Agency | null; scopes: Scope[] }]> = [
  ['hhs', { agency: 'hhs', scopes: ['status:read'] }],
  ['eoir', { agency: 'eoir', scopes: ['status:read'] }],
  ['ice', { agency: 'ice', scopes: ['status:read'] }],
  ['ice with address:read', { agency: 'ice', scopes: ['status:read', 'address:read'] }],
  ['an overseer', { agency: null, scopes: ['status:read'] }],
  ['an overseer with address:read', { agency: null, scopes: ['status:read', 'address:read'] }],
];
const readsAll = new Set(['hhs', 'eoir']);
const readsAddresses = (who: string): boolean => readsAll.has(who) || who.endsWith('address:read');

interface Entry {
  record: string;
  version: number;
  says: Record<string, unknown>;
  withheld: Withheld[];
}
interface Timeline {
  records: Entry[];
  withheld: Withheld[];
}
interface Answer<T = unknown> {
  status: number;
  text: string;
  etag: string | null;
  body: T;
}

describe.each(['', `knownAt=${now.toISOString()}`])('who reads what (%s)', (query) => {
  let database: MigratedDatabase;
  let pool: Pool;
  let api: TestServer;

  beforeAll(async () => {
    database = await migratedDatabase();
    ({ pool } = database);
    api = await startApiOn(pool, { clock: () => now });
    const reconciler = startReconciler({ log: api.log, pool, clock: () => now.getTime() });
    const all = [release, correction, before, told, placement, transfer, ...acts, seen];
    await api.log.append(all.map((one) => messageFor(one, '2026-05-28T12:00:00.000Z')));
    await caughtUp(pool, api.log);
    await reconciler.stop();
  }, 400_000);
  afterAll(async () => {
    await api?.close();
    await database?.close();
  });

  async function get<T>(who: (typeof readers)[number][1], path: string, body?: object): Promise<Answer<T>> {
    const response = await fetch(api.url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${await api.token(who)}`, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      text,
      etag: response.headers.get('etag'),
      body: JSON.parse(text) as T,
    };
  }
  const childOf = ({ key }: { key: string }): string => `/v1/children/${aliasOf(key)}`;
  const timeline = (who: (typeof readers)[number][1], of: { key: string }): Promise<Answer<Timeline>> =>
    get(who, `${childOf(of)}/timeline?${query}`);
  const status = (
    who: (typeof readers)[number][1],
    of: { key: string },
  ): Promise<Answer<ChildStatusWithPositions>> => get(who, `${childOf(of)}?${query}`);

  it.each(readers)('%s: addresses and the sponsor’s category in a timeline', async (name, who) => {
    const { body, text } = await timeline(who, release);
    const entry = (key: string, version: number): Entry =>
      body.records.find((one) => one.record === key && one.version === version)!;
    const withheld = (one: Entry): string[] => one.withheld.map(({ field }) => field);

    for (const address of [RELEASED_TO, CORRECTED_TO, OLD_CORRECTION])
      expect([address, text.includes(address)]).toEqual([address, readsAddresses(name)]);
    expect(text).toContain(TOLD_THE_COURT);
    const closed = readsAddresses(name) ? [] : ['address'];
    expect(withheld(entry(correction.key, 1))).toEqual(closed);
    expect(withheld(entry(correction.key, 2))).toEqual(closed);
    expect(withheld(entry(told.key, 1))).toEqual([]);

    const { says } = entry(release.key, 1);
    expect(withheld(entry(release.key, 1))).toEqual([
      ...closed,
      ...(readsAll.has(name) ? [] : ['sponsorCategory']),
    ]);
    expect('sponsorCategory' in says).toBe(readsAll.has(name));
    expect(says).toMatchObject({ dischargeType: 'reunified-with-sponsor' });
    for (const one of body.records.flatMap((each) => each.withheld)) {
      expect(one.reason).not.toBe('');
      expect(one.openedBy).toBe(one.field === 'address' ? 'address:read' : null);
    }
  });

  it.each(readers)('%s: the verdict on the address, and all else of a status', async (name, who) => {
    const mine = await status(who, release);
    const all = await status({ agency: 'hhs', scopes: ['status:read'] }, release);
    const { withheld: _mine, ...rest } = mine.body;
    const { withheld, ...whole } = all.body;
    expect(withheld).toEqual([]);
    if (readsAll.has(name)) expect([mine.etag, mine.text]).toEqual([all.etag, all.text]);
    else expect(rest).toEqual({ ...whole, asOf: now.toISOString(), nextChangeAt: null });
    expect(rest.address.value).toBe('conflicting');
    for (const address of [RELEASED_TO, CORRECTED_TO, OLD_CORRECTION, TOLD_THE_COURT])
      expect(mine.text).not.toContain(address);
  });

  it.each(readers)('%s: the duty of a plan for a child without a sponsor', async (name, who) => {
    const mine = await status(who, placement);
    const all = await status({ agency: 'hhs', scopes: ['status:read'] }, placement);
    expect(all.body.obligations).toContainEqual(
      expect.objectContaining({ id: 'age-out-plan', state: 'met' }),
    );
    expect(all.body.discrepancies).toMatchObject([{ rule: 'act-without-duty' }]);
    if (readsAll.has(name)) {
      expect([mine.etag, mine.text]).toEqual([all.etag, all.text]);
      return;
    }
    expect(mine.text.replace(JSON.stringify(mine.body.withheld), '')).not.toMatch(/age-out-plan|plan-\d/);
    expect(mine.body.withheld).toEqual(
      ['obligations', 'asOf', 'nextChangeAt'].map((field) => ({
        field,
        reason: expect.stringContaining('R-9'),
        openedBy: null,
      })),
    );
    for (const part of [
      'placement',
      'noticeToAppear',
      'court',
      'address',
      'contact',
      'verification',
    ] as const)
      expect(mine.body[part]).toEqual(all.body[part]);
    const rest = all.body.obligations.filter(({ id }) => id !== 'age-out-plan');
    expect(mine.body.obligations).toEqual(rest);
    expect(rest).not.toHaveLength(0);
    expect(mine.body.positions).toHaveProperty([placement.key]);
    expect(mine.body.discrepancies).toEqual([]);
  });

  it.each(readers)('%s: of a child without such a duty the same is said', async (name, who) => {
    const [one, other] = [await status(who, release), await status(who, placement)];
    expect(one.body.withheld).toEqual(other.body.withheld);
    expect(one.body.withheld).toHaveLength(readsAll.has(name) ? 0 : 3);
    const [told, without] = [await timeline(who, placement), await timeline(who, release)];
    expect(without.body.withheld).toEqual(told.body.withheld);
  });

  it.each(readers)('%s: no moment of that duty, nor that anything was cut, by an ETag', async (name, who) => {
    const then = (of: { key: string }, validAt: string): Promise<Answer<ChildStatusWithPositions>> =>
      get(who, `${childOf(of)}?validAt=${validAt}&${query}`);
    // The duty begins with the 27th, Eastern; nothing else of either child changes meanwhile.
    const days = ['2026-05-27T03:00:00.000Z', '2026-05-27T11:00:00.000Z'] as const;
    for (const child of [placement, release]) {
      const [before, after] = await Promise.all(days.map((day) => then(child, day)));
      if (readsAll.has(name)) {
        expect([child.key, before!.etag === after!.etag]).toEqual([child.key, child !== placement]);
        continue;
      }
      expect([before!.body.asOf, after!.body.asOf]).toEqual(days);
      expect([before!.body.nextChangeAt, after!.body.nextChangeAt]).toEqual([null, null]);
      expect(after!.etag).toBe(before!.etag);
      const sent = after!.text.replace(`"asOf":"${days[1]}",`, '');
      expect(after!.etag).toBe(`"${hashId(sent)}"`);
    }
  });

  it.each(readers)('%s: a status by its ETag, while nothing changed that it is told', async (_, who) => {
    const { etag } = await status(who, placement);
    const token = await api.token(who);
    const response = await fetch(`${api.url}${childOf(placement)}?${query}`, {
      headers: { authorization: `Bearer ${token}`, 'if-none-match': etag! },
    });
    expect([response.status, response.headers.get('etag')]).toEqual([304, etag]);
  });

  it.each(readers)('%s: what people said of that duty', async (name, who) => {
    const { body, text } = await timeline(who, placement);
    const keys = body.records.map((one) => one.record);
    for (const { key } of acts) expect([key, keys.includes(key)]).toEqual([key, readsAll.has(name)]);
    expect(keys).toContain(seen.key);
    if (readsAll.has(name)) return;
    expect(text.replace(JSON.stringify(body.withheld), '')).not.toMatch(/age-out-plan|plan-\d/);
    expect(body.withheld).toEqual([
      { field: 'records', reason: expect.stringContaining('R-9'), openedBy: null },
    ]);
  });

  it.each(readers)('%s: a batch of statuses is what each alone is', async (_, who) => {
    if (query !== '') return;
    // The records that gave the children their ids.
    const givers = [told, placement];
    const childIds = givers.map(({ key }) => aliasOf(key));
    const { body } = await get<{ results: Array<{ child: unknown; etag: string }> }>(
      who,
      '/v1/children/status-batch',
      { childIds },
    );
    for (const [index, of] of givers.entries()) {
      const alone = await status(who, of);
      expect(body.results[index]).toMatchObject({ status: 'found' });
      expect(body.results[index]!.child).toEqual(alone.body);
      expect(`"${body.results[index]!.etag}"`).toBe(alone.etag);
    }
  });

  it.each(readers)('%s: that duty’s worklist, and others', async (name, who) => {
    const listed = await get<{ items?: unknown[] }>(who, `/v1/worklists/age-out-plan?state=met&${query}`);
    if (readsAll.has(name)) expect(listed.body.items).toHaveLength(1);
    else
      expect(listed).toMatchObject({
        status: 403,
        body: { type: 'urn:rollcall:problem:withheld', detail: expect.stringContaining('R-9') },
      });
    const other = await get<{ items?: unknown[] }>(who, `/v1/worklists/serve-nta?${query}`);
    expect(other.body.items).toHaveLength(1);
  });

  it.each(readers)('%s: discrepancies about that duty', async (name, who) => {
    const { body } = await get<{ discrepancies: Array<{ rule: string }>; withheld: Withheld[] }>(
      who,
      '/v1/discrepancies?state=all',
    );
    const rules = body.discrepancies.map(({ rule }) => rule);
    expect(rules.includes('act-without-duty')).toBe(readsAll.has(name));
    expect(rules).toContain('addresses-differ');
    expect(body.withheld).toHaveLength(readsAll.has(name) ? 0 : 1);
  });

  it.each(readers)(
    '%s: no page or cursor with a place that a discrepancy about it has',
    async (name, who) => {
      const listed: string[] = [];
      let path: string | null = '/v1/discrepancies?state=all&limit=1';
      while (path !== null) {
        const {
          body,
        }: Answer<{ discrepancies: Array<{ childId: string; rule: string }>; next: string | null }> =
          await get(who, path);
        expect(body.discrepancies).toHaveLength(1);
        // That the child will be 18 everyone knows who knows its birth date, whatever is planned for the day.
        const others = body.discrepancies.filter(({ rule }) => rule !== 'in-care-past-18');
        listed.push(...others.map(({ childId }) => childId));
        path = body.next === null ? null : `/v1/discrepancies?state=all&limit=1&cursor=${body.next}`;
      }
      const both = [told, placement].map(({ key }) => aliasOf(key));
      expect([...new Set(listed)].sort()).toEqual((readsAll.has(name) ? both : both.slice(0, 1)).sort());
    },
  );

  it.each(readers)('%s: whether there is an act, by the id that its key would give', async (_, who) => {
    for (const { key } of [...acts, seen, { key: actKey('hhs:plan-4') }]) {
      const { body, status: code } = await get<{ type: string }>(who, `${childOf({ key })}?${query}`);
      expect([key, code, body.type]).toEqual([key, 404, 'urn:rollcall:problem:unknown-child']);
    }
  });

  it('is told nothing by acting on what is withheld', async () => {
    const who = { agency: 'ice' as const, scopes: ['obligations:act' as const] };
    const tries = [placement, release].map(({ key }) =>
      get<{ type: string }>(who, '/v1/worklists/age-out-plan/acknowledgements', {
        childId: aliasOf(key),
        subject: key,
      }),
    );
    for (const { body } of await Promise.all(tries))
      expect(body.type).toBe('urn:rollcall:problem:foreign-obligation');
  });
});
