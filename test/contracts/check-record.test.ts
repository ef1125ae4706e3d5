import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { checkRecord } from '../../src/contracts/check-record.ts';
import { recordTypes, type RecordType } from '../../src/contracts/records/index.ts';
import { record, typedRecord } from './arbitrary-event.ts';

/** Within a day of where the years begin and end, with any offset. */
const edgeMoment = fc
  .tuple(
    fc.constantFrom('1900-01-01', '2099-12-31'),
    fc.integer({ min: 0, max: 23 }),
    fc.constantFrom('Z', '+00:00', '-00:30', '-05:00', '-23:59', '+00:30', '+05:45', '+23:59'),
  )
  .map(([day, hour, offset]) => `${day}T${String(hour).padStart(2, '0')}:30:00${offset}`);

describe('checkRecord', () => {
  it.each(recordTypes)('takes any %s that the contract describes', (type) => {
    fc.assert(
      fc.property(record(type), (data) => {
        expect(checkRecord(type, data)).toMatchObject({ ok: true });
      }),
      { numRuns: 50 },
    );
  });

  it('gives one text for one content, whatever the order of keys and the spelling of moments and A-numbers', () => {
    fc.assert(
      fc.property(typedRecord, fc.nat(), ({ type, data }, seed) => {
        const text = canonical(type, data);
        expect(canonical(type, respelled(data, seed))).toBe(text);
        expect(canonical(type, JSON.parse(text))).toBe(text);
      }),
    );
  });

  it('takes what it gave, byte for byte, at the ends of its years too', () => {
    fc.assert(
      fc.property(typedRecord, edgeMoment, edgeMoment, ({ type, data }, occurredAt, recordedAt) => {
        const checked = checkRecord(type, { ...data, occurredAt, recordedAt });
        fc.pre(checked.ok);
        const text = JSON.stringify((checked as { record: { data: unknown } }).record.data);
        expect(canonical(type, JSON.parse(text))).toBe(text);
      }),
    );
  });

  it('refuses by its field a moment that lies outside its years in UTC', () => {
    fc.assert(
      fc.property(typedRecord, ({ type, data }) => {
        expect(checkRecord(type, { ...data, occurredAt: '2099-12-31T23:59:59-05:00' })).toMatchObject({
          ok: false,
          refusals: [{ field: '/occurredAt' }],
        });
      }),
      { numRuns: 20 },
    );
  });

  it('refuses a field it does not name, at the top and in the person', () => {
    fc.assert(
      fc.property(
        typedRecord,
        fc.constantFrom('extra', 'Version', 'recordID', '__proto__', 'constructor'),
        ({ type, data }, name) => {
          const extra = JSON.parse(`{${JSON.stringify(name)}:1}`) as object;
          for (const wrong of [
            defined(data, extra),
            { ...data, person: defined(data['person'] as object, extra) },
          ]) {
            const checked = checkRecord(type, wrong);
            expect(checked.ok).toBe(false);
            expect(JSON.stringify(checked)).toContain('unknown-field');
          }
        },
      ),
    );
  });
});

describe('a refusal', () => {
  const CANARY = 'Canária77';

  it('names code, field, kind and remedy, and never holds the value', () => {
    const places = fc.constantFrom(
      ['recordId'],
      ['version'],
      ['occurredAt'],
      ['voided'],
      ['person'],
      ['person', 'identifiers', 'aNumber'],
      ['person', 'identifiers', 'orrId'],
      ['person', 'birthDate'],
      ['person', 'sex'],
      ['person', 'countryOfBirth'],
      ['person', CANARY],
      [CANARY],
      [`${CANARY} comment`],
    );
    const values = fc.constantFrom<unknown>(
      CANARY,
      `${CANARY}\n`,
      [CANARY],
      { [CANARY]: CANARY },
      { value: CANARY },
    );
    fc.assert(
      fc.property(typedRecord, places, values, ({ type, data }, place, value) => {
        const checked = checkRecord(type, withValue(data, place, value));
        if (checked.ok) throw new Error(`taken: ${place.join('/')}`);
        expect(checked.refusals.length).toBeGreaterThan(0);
        expect(JSON.stringify(checked.refusals)).not.toContain('Canária');
        expect(JSON.stringify(checked.refusals)).not.toContain('77');
        for (const { code, field, reason, found } of checked.refusals) {
          expect(code).toMatch(/^[a-z]+(-[a-z]+)+$/);
          expect(field).toMatch(/^(\/[A-Za-z0-9_()-]+)*$/);
          expect(reason.length).toBeGreaterThan(8);
          expect(found).toMatch(/^(absent|null|object|number|boolean|string\(\d+\)|array\(\d+\))$/);
        }
      }),
    );
  });

  it('is one of at most twenty', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`f${i}`, i]));
    const checked = checkRecord('hhs.placement', many);
    expect(checked.ok ? 0 : checked.refusals.length).toBe(20);
  });
});

describe('a no-show', () => {
  const hearing = (state: string, adjournmentCode: string) =>
    checkRecord('eoir.hearing', {
      recordId: 'h',
      version: 2,
      occurredAt: '2025-03-04T15:00:00Z',
      recordedAt: '2025-03-04T16:00:00Z',
      person: { identifiers: { aNumber: 'A012345678' } },
      scheduledFor: '2025-06-03T15:00:00Z',
      hearingType: 'MM',
      locationCode: 'HOU',
      state,
      adjournmentCode,
    });

  it.each(['set', 'moved'])('of a hearing %s is refused, with the remedy', (state) => {
    const checked = hearing(state, '11');
    expect(checked).toMatchObject({
      ok: false,
      refusals: [{ code: 'invalid-value', field: '/adjournmentCode', found: 'string(2)' }],
    });
    expect(JSON.stringify(checked)).toContain('send it with state held or not-held');
    expect(JSON.stringify(checked)).toContain('the new date as a record of its own');
  });

  it.each([
    ['held', '11'],
    ['not-held', '11'],
    ['set', '9A'],
    ['moved', '12'],
  ])('a hearing %s with code %s is taken', (state, code) => {
    expect(hearing(state, code)).toMatchObject({ ok: true });
  });
});

function canonical(type: RecordType, data: unknown): string {
  const checked = checkRecord(type, data);
  if (!checked.ok) throw new Error(JSON.stringify(checked.refusals));
  return JSON.stringify(checked.record.data);
}

/** The same content written otherwise. */
function respelled(value: unknown, seed: number): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => respelled(item, seed));
  if (typeof value === 'string') return respelledText(value, seed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(
    ([name, item]) => [name, respelled(item, seed + name.length)] as const,
  );
  const turn = entries.length === 0 ? 0 : seed % entries.length;
  return Object.fromEntries([...entries.slice(turn), ...entries.slice(0, turn)].reverse());
}

function respelledText(text: string, seed: number): string {
  if (/^A\d{9}$/.test(text))
    return seed % 2 === 0 ? `a ${text.slice(1, 4)}-${text.slice(4, 7)}-${text.slice(7)}` : text.slice(1);
  if (!/^\d{4}-.*T.*Z$/.test(text)) return text;
  const local = new Date(Date.parse(text) - 5 * 3_600_000).toISOString();
  return seed % 2 === 0 ? `${local.slice(0, -1)}-05:00` : text.replace(/\.(\d+)Z$/, '.$1999Z');
}

function defined(target: object, extra: object): object {
  return Object.defineProperties({ ...target }, Object.getOwnPropertyDescriptors(extra));
}

function withValue(data: object, [name, ...rest]: readonly string[], value: unknown): object {
  if (name === undefined) return data;
  const inner = (data as Record<string, unknown>)[name];
  const next =
    rest.length === 0 ? value : withValue(typeof inner === 'object' && inner ? inner : {}, rest, value);
  return { ...data, [name]: next };
}
