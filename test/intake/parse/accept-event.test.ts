import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { EventAttributes } from '../../../src/contracts/envelope.ts';
import type { Agency } from '../../../src/contracts/record.ts';
import { eventKeyOf } from '../../../src/contracts/event-names.ts';
import { checkEvent, type CheckedEvent } from '../../../src/intake/parse/accept-event.ts';
import { parseStructured } from '../../../src/intake/parse/parse-structured.ts';
import { event } from '../../contracts/arbitrary-event.ts';
import { sample, sampleJson } from './sample-event.ts';

const receivedAt = '2026-03-01T10:00:01.000Z';

describe('checkEvent', () => {
  it('makes a message of the record’s topic, in CloudEvents’ Kafka binary mode', () => {
    expect(check(sampleJson({ correlationid: 'c-1', datacontenttype: 'application/json' }))).toEqual({
      ok: true,
      message: {
        topic: 'hhs.placement.v1',
        key: 'A012345678',
        headers: {
          'content-type': 'application/json',
          ce_specversion: '1.0',
          ce_id: sample.id,
          ce_source: sample.source,
          ce_type: 'hhs.placement',
          ce_time: '2026-03-01T10:00:00.000Z',
          ce_correlationid: 'c-1',
          ce_partitionkey: 'A012345678',
          ce_receivedtime: receivedAt,
          ce_sender: 'hhs-portal',
        },
        value: JSON.stringify({
          recordId: 'P-1',
          version: 1,
          occurredAt: '2026-03-01T14:30:00.000Z',
          recordedAt: '2026-03-01T10:00:00.000Z',
          person: { identifiers: { aNumber: 'A012345678', orrId: 'O-1' } },
          admittedAt: '2026-03-01T14:30:00.000Z',
          programCode: 'SHELTER-12',
        }),
      },
      digest: expect.stringMatching(/^[0-9a-f-]{36}$/),
      eventKey: eventKeyOf(sample.source, sample.id),
    });
  });

  it.each([
    ['2026-03-01T10:05:01.000Z', true],
    ['2026-03-01T05:05:01.000-05:00', true],
    ['2026-03-01T10:05:01.001Z', false],
    ['2099-12-31T00:00:00Z', false],
  ])('takes what was recorded at most five minutes after it came (%s: %s)', (recordedAt, taken) => {
    const checked = check(JSON.stringify({ ...sample, data: { ...sample.data, recordedAt } }));
    expect(checked.ok).toBe(taken);
    if (!checked.ok)
      expect(checked.refusals).toEqual([
        {
          code: 'invalid-value',
          field: '/data/recordedAt',
          reason: expect.stringContaining('check the clock'),
          found: 'string(24)',
        },
      ]);
  });

  it('passes every attribute of the contract on, but for those that it says itself', () => {
    const attributes = {
      ...Object.fromEntries(Object.keys(EventAttributes.shape).map((name) => [name, 'any'])),
      specversion: '1.0',
      id: sample.id,
      source: sample.source,
      type: sample.type,
      time: '2026-03-01T10:00:00.000Z',
      datacontenttype: 'application/json; charset=utf-8',
      recordedtime: '2026-03-01T10:00:00.000Z',
      traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
      dataclassification: 'restricted',
      datacategory: 'sensitive-pii',
    };
    const { datacontenttype: _, ...others } = attributes;
    expect(check(sampleJson(attributes))).toMatchObject({
      message: {
        headers: {
          ...Object.fromEntries(Object.entries(others).map(([name, value]) => [`ce_${name}`, value])),
          'content-type': 'application/json',
          ce_partitionkey: 'A012345678',
        },
      },
    });
  });

  it('chooses the key itself, whatever the sender’s partitionkey says', () => {
    expect(check(sampleJson({ partitionkey: 'mine' }))).toMatchObject({
      message: { key: 'A012345678', headers: { ce_partitionkey: 'A012345678' } },
    });
  });

  it.each<[string, Agency, Record<string, unknown>, string, string]>([
    ['a source of another agency', 'eoir', {}, 'foreign-source', '/source'],
    ['a source of CBP from HHS', 'hhs', { source: 'urn:us-gov:cbp:e3' }, 'foreign-source', '/source'],
    ['another agency’s type', 'eoir', { source: 'urn:us-gov:eoir:cases' }, 'foreign-type', '/type'],
    [
      'a record that breaks its contract',
      'hhs',
      { data: { ...sample.data, version: 0 } },
      'invalid-value',
      '/data/version',
    ],
    ['a record that is none', 'hhs', { data: 'x' }, 'wrong-type', '/data'],
  ])('refuses %s', (_, agency, changes, code, field) => {
    expect(check(sampleJson(changes), agency)).toMatchObject({ ok: false, refusals: [{ code, field }] });
  });

  it('takes CBP’s systems for ICE', () => {
    const data = {
      ...sample.data,
      admittedAt: undefined,
      programCode: undefined,
      transferredAt: '2026-03-01T09:30:00Z',
      direction: 'to-hhs',
      fieldOffice: 'Harlingen',
    };
    const json = sampleJson({ source: 'urn:us-gov:cbp:e3', type: 'ice.custody-transfer', data });
    expect(check(json, 'ice')).toMatchObject({ ok: true });
  });

  it('gives one digest for one content, and another for another type or content', () => {
    const digest = digestOf(check(sampleJson()));
    const later = { ...sample.data, admittedAt: '2026-03-01T14:30:00.000Z' };
    expect(digestOf(check(sampleJson({ id: 'other', data: later })))).toBe(digest);
    expect(digestOf(check(sampleJson({ data: { ...sample.data, version: 2 } })))).not.toBe(digest);
  });

  it('takes any event of the contract, with headers of printable ASCII', () => {
    fc.assert(
      fc.property(event, (any) => {
        const agency = String(any['type']).split('.')[0] as Agency;
        const checked = check(JSON.stringify(any), agency, '2099-12-31T00:00:00.000Z');
        if (!checked.ok) throw new Error(JSON.stringify(checked.refusals));
        for (const [name, value] of Object.entries(checked.message.headers)) {
          expect(name).toMatch(/^(content-type|ce_[a-z]+)$/);
          expect(value).toMatch(/^[ -~]+$/);
        }
      }),
    );
  });
});

function check(json: string, agency: Agency = 'hhs', at = receivedAt): CheckedEvent {
  const parsed = parseStructured(json);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusals));
  return checkEvent(parsed.event, { agency, client: 'hhs-portal', receivedAt: at });
}

function digestOf(checked: CheckedEvent): string {
  if (!checked.ok) throw new Error(JSON.stringify(checked.refusals));
  return checked.digest;
}
