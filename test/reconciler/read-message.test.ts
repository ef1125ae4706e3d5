import { describe, expect, it } from '@jest/globals';
import { hashId } from '../../src/contracts/hash.ts';
import { DEAD_LETTER_TOPIC } from '../../src/contracts/topics.ts';
import { aliasOf } from '../../src/domain/case-files.ts';
import { eventKeyOf } from '../../src/contracts/event-names.ts';
import type { LogRecord } from '../../src/log/event-log.ts';
import { readMessage, type Incoming } from '../../src/reconciler/read-message.ts';
import type { DeadLetter } from '../../src/store/queries/insert-dead-letters.ts';
import { messageFor, record } from '../support/records.ts';

const release = record('hhs.release', 'r', {
  ids: { aNumber: 'A012345678', orrId: 'orr-1' },
  eventId: 'event-1',
});
const appendedAt = new Date('2026-10-02T03:04:05.678Z');
const whole: LogRecord = { ...messageFor(release), partition: 3, offset: 12n, appendedAt };

function without(name: string): LogRecord {
  return {
    ...whole,
    headers: Object.fromEntries(Object.entries(whole.headers).filter(([key]) => key !== name)),
  };
}

function withHeaders(headers: Record<string, string>): LogRecord {
  return { ...whole, headers: { ...whole.headers, ...headers } };
}

function incomingOf(message: LogRecord): Incoming {
  const read = readMessage(message);
  if (read.kind !== 'record') throw new Error(`refused: ${read.letter.code}`);
  return read.incoming;
}

function letterOf(message: LogRecord): DeadLetter {
  const read = readMessage(message);
  if (read.kind !== 'dead-letter') throw new Error('not refused');
  return read.letter;
}

describe('a record', () => {
  it('is read with its content, its key and its digest, and where it stands', () => {
    const incoming = incomingOf(whole);
    expect(incoming).toMatchObject({
      value: whole.value,
      sender: 'test',
      receivedAt: '2026-10-01T00:00:00.000Z',
      position: { topic: 'hhs.release.v1', partition: 3, offset: '12' },
    });
    expect(incoming.assertion).toEqual(release);
  });

  it('is tied to others by its event, its record key and its identifiers', () => {
    expect(incomingOf(whole).ids).toEqual([
      eventKeyOf(release.source, 'event-1'),
      aliasOf('hhs.release/r@hhs:test'),
      hashId('a:A012345678'),
      hashId('orr:orr-1'),
    ]);
  });

  it('is the same content however it was written', () => {
    const data = {
      ...(JSON.parse(whole.value!) as Record<string, unknown>),
      releasedAt: '2024-12-31T19:00:00-05:00',
    };
    const spelled = JSON.stringify(Object.fromEntries(Object.entries(data).toReversed()), null, 2);
    expect(incomingOf({ ...whole, value: spelled })).toEqual(incomingOf(whole));
  });

  it('was received when the log took it, by nobody known, where its headers do not say or cannot be', () => {
    const known = { receivedAt: '2026-10-02T03:04:05.678Z', sender: 'unknown' };
    expect(incomingOf(withHeaders({ ce_receivedtime: 'yesterday', ce_sender: 'two words' }))).toMatchObject(
      known,
    );
    for (const moment of [
      '0000-01-01T00:00:00.000Z',
      '2026-02-30T00:00:00.000Z',
      '2026-10-01T24:00:00.000Z',
      '2098-01-01T00:00:00.000Z',
    ])
      expect(incomingOf(withHeaders({ ce_receivedtime: moment })).receivedAt).toBe(known.receivedAt);
    expect(incomingOf(without('ce_receivedtime')).receivedAt).toBe(known.receivedAt);
    expect(incomingOf(without('ce_sender')).sender).toBe(known.sender);
  });
});

describe('a message that keeps no contract is a dead letter, with its bytes', () => {
  const data = JSON.parse(whole.value!) as Record<string, unknown>;

  it.each<[string, LogRecord, string, string]>([
    ['without a type', without('ce_type'), 'unknown-type', '/ce_type'],
    ['of an unknown type', withHeaders({ ce_type: 'hhs.secret' }), 'unknown-type', '/ce_type'],
    ['of a name that every object has', withHeaders({ ce_type: 'toString' }), 'unknown-type', '/ce_type'],
    ['on another type’s topic', { ...whole, topic: 'eoir.case.v1' }, 'wrong-topic', '/ce_type'],
    ['without a source', without('ce_source'), 'missing-attribute', '/ce_source'],
    ['without an id', without('ce_id'), 'missing-attribute', '/ce_id'],
    ['with a space in its id', withHeaders({ ce_id: 'a b' }), 'invalid-value', '/ce_id'],
    ['with an endless id', withHeaders({ ce_id: 'a'.repeat(129) }), 'invalid-value', '/ce_id'],
    ['without a content', { ...whole, value: null }, 'invalid-json', ''],
    ['that is no JSON', { ...whole, value: '{' }, 'invalid-json', ''],
    [
      'with a field too many',
      { ...whole, value: JSON.stringify({ ...data, more: 1 }) },
      'unknown-field',
      '/more',
    ],
    [
      'with a field too few',
      { ...whole, value: JSON.stringify({ ...data, releasedAt: undefined }) },
      'missing-field',
      '/releasedAt',
    ],
    ['that is no object', { ...whole, value: '[]' }, 'wrong-type', ''],
    [
      'with a field that stands twice',
      { ...whole, value: whole.value!.replace('{', '{"version":7,') },
      'repeated-field',
      '/version',
    ],
    [
      'from another agency',
      withHeaders({ ce_source: 'urn:us-gov:eoir:case' }),
      'foreign-source',
      '/ce_source',
    ],
    ['from nobody that there is', withHeaders({ ce_source: 'somewhere' }), 'foreign-source', '/ce_source'],
  ])('%s', (_title, message, code, field) => {
    expect(letterOf(message)).toMatchObject({
      origin: `${message.topic}/3/12`,
      stage: 'reconciler',
      receivedAt: '2026-10-01T00:00:00.000Z',
      code,
      field,
      original: Buffer.from(message.value ?? '').toString('base64'),
    });
  });

  it('recorded later than the log took it; what intake looked at by its own clock only where that is a day off', () => {
    const recorded = (message: LogRecord, recordedAt: string) =>
      readMessage({ ...message, value: JSON.stringify({ ...data, recordedAt }) });
    const foreign = without('ce_receivedtime');
    const ahead = { kind: 'dead-letter', letter: { code: 'invalid-value', field: '/recordedAt' } };
    expect(recorded(foreign, '2026-10-02T03:09:06.000Z')).toMatchObject(ahead);
    expect(recorded(foreign, '2026-10-02T03:09:05.000Z').kind).toBe('record');
    expect(recorded(whole, '2026-10-03T03:04:06.000Z')).toMatchObject(ahead);
    expect(recorded(whole, '2026-10-03T03:04:05.000Z').kind).toBe('record');
  });

  it('names what is known of it', () => {
    expect(letterOf({ ...whole, value: '{' })).toMatchObject({
      sender: 'test',
      source: release.source,
      eventId: 'event-1',
      type: 'hhs.release',
    });
    expect(letterOf({ ...whole, headers: {} })).toMatchObject({
      sender: 'unknown',
      source: null,
      eventId: null,
      type: null,
    });
  });

  it('keeps no character that Postgres has no place for, and no endless attribute', () => {
    const letter = letterOf(withHeaders({ ce_type: `a\u0000b${'c'.repeat(1_000)}` }));
    expect(letter.type).toBe(`ab${'c'.repeat(510)}`);
  });

  it('says nothing of the value that was wrong', () => {
    const secret = letterOf({ ...whole, value: JSON.stringify({ ...data, dischargeType: 'Ana Inventada' }) });
    expect(JSON.stringify({ ...secret, original: '' })).not.toContain('Inventada');
  });
});

describe('a letter from intake', () => {
  const letter = {
    receivedAt: '2026-10-01T00:00:00.000Z',
    sender: 'client',
    source: 'urn:us-gov:hhs:test',
    id: 'e',
    type: 'hhs.release',
    code: 'missing-field',
    field: '/data/releasedAt',
    reason: 'this field is required',
    original: Buffer.from('{"what":"came"}').toString('base64'),
  };
  const sent = (value: unknown): LogRecord => ({
    ...whole,
    topic: DEAD_LETTER_TOPIC,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  });

  it('is kept as intake wrote it, with the bytes that came', () => {
    const { id, ...same } = letter;
    expect(letterOf(sent(letter))).toEqual({
      ...same,
      eventId: id,
      origin: `${DEAD_LETTER_TOPIC}/3/12`,
      stage: 'intake',
    });
  });

  it.each([['not json'], ['null'], ['[]'], ['"text"']])('that cannot be read (%s) is kept whole', (value) => {
    expect(letterOf(sent(value))).toMatchObject({
      stage: 'intake',
      code: 'unreadable-dead-letter',
      sender: 'unknown',
      receivedAt: '2026-10-02T03:04:05.678Z',
      original: Buffer.from(value).toString('base64'),
    });
  });

  it.each(['eyJ3', 'eyJ3=', 'e%J3', 'eyJ3 yJ3'].map((original) => [original, original === 'eyJ3'] as const))(
    'whose bytes are no base64 is kept whole (%s)',
    (original, readable) => {
      const message = sent({ ...letter, original });
      const whole = Buffer.from(message.value!).toString('base64');
      expect(letterOf(message).original).toBe(readable ? original : whole);
    },
  );

  it('has the log’s moment where its own is none', () => {
    expect(letterOf(sent({ ...letter, receivedAt: 'soon' })).receivedAt).toBe('2026-10-02T03:04:05.678Z');
  });
});
