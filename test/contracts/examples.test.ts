import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { agencyOfSource } from '../../src/contracts/envelope.ts';
import { recordTypes, type RecordType } from '../../src/contracts/records/index.ts';
import { checkEvent, type CheckedEvent } from '../../src/intake/parse/accept-event.ts';
import { parseStructured } from '../../src/intake/parse/parse-structured.ts';

const schemas = new URL('../../schemas/', import.meta.url);

interface InvalidExample {
  expect: { code: string; field: string; refusedBySchema: boolean };
  event: { data: unknown };
}

describe('the examples', () => {
  it('are of every record type, at least two valid and three invalid ones each', () => {
    expect(readdirSync(new URL('examples', schemas)).sort()).toEqual([...recordTypes].sort());
    for (const type of recordTypes) {
      expect(namesOf(type, 'valid').length).toBeGreaterThanOrEqual(2);
      expect(namesOf(type, 'invalid').length).toBeGreaterThanOrEqual(3);
    }
  });

  it('have one event id each', () => {
    const ids = recordTypes.flatMap((type) => [
      ...namesOf(type, 'valid').map((name) => (read(type, 'valid', name) as { id: string }).id),
      ...namesOf(type, 'invalid').map(
        (name) => (read(type, 'invalid', name) as { event: { id: string } }).event.id,
      ),
    ]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe.each(recordTypes)('%s', (type) => {
  const bySchema = new Ajv2020({ strict: true, allErrors: false }).compile(
    JSON.parse(readFileSync(new URL(`records/${type}.json`, schemas), 'utf8')) as object,
  );

  it.each(namesOf(type, 'valid'))('takes %s', (name) => {
    const event = read(type, 'valid', name) as { type: string; data: unknown };
    expect(event.type).toBe(type);
    expect(check(event)).toMatchObject({ ok: true });
    expect({ taken: bySchema(event.data), errors: bySchema.errors }).toEqual({ taken: true, errors: null });
  });

  it.each(namesOf(type, 'invalid'))('refuses %s', (name) => {
    const { expect: expected, event } = read(type, 'invalid', name) as InvalidExample;
    const { code, field, refusedBySchema } = expected;
    const checked = check(event);
    if (checked.ok) throw new Error('taken');
    expect(checked.refusals.map((refusal) => ({ code: refusal.code, field: refusal.field }))).toEqual([
      { code, field },
    ]);
    expect(bySchema(event.data)).toBe(!refusedBySchema);
  });
});

function check(event: object): CheckedEvent {
  const parsed = parseStructured(JSON.stringify(event));
  if (!parsed.ok) return parsed;
  const agency = agencyOfSource(parsed.event.attributes.source);
  return checkEvent(parsed.event, { agency, client: 'example', receivedAt: '2026-12-01T00:00:00.000Z' });
}

function namesOf(type: RecordType, kind: 'valid' | 'invalid'): string[] {
  return readdirSync(new URL(`examples/${type}/${kind}`, schemas)).map((file) => file.replace(/\.json$/, ''));
}

function read(type: RecordType, kind: 'valid' | 'invalid', name: string): unknown {
  return JSON.parse(readFileSync(new URL(`examples/${type}/${kind}/${name}.json`, schemas), 'utf8'));
}
