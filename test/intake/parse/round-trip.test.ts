import { describe, expect, it } from '@jest/globals';
import { CloudEvent, HTTP, type CloudEventV1 } from 'cloudevents';
import * as fc from 'fast-check';
import { parseBatch } from '../../../src/intake/parse/parse-batch.ts';
import { parseBinary } from '../../../src/intake/parse/parse-binary.ts';
import { parseStructured } from '../../../src/intake/parse/parse-structured.ts';
import { LineSplitter, parseLine } from '../../../src/intake/parse/split-lines.ts';
import type { ParsedEvent } from '../../../src/intake/parse/parsed-event.ts';
import { event } from '../../contracts/arbitrary-event.ts';
import { encodeHeader } from './encode-header.ts';

type Json = Record<string, unknown>;

describe('an event comes out the same', () => {
  it('in binary mode as in structured mode', () => {
    fc.assert(
      fc.property(event, (sent) => {
        const { data, datacontenttype: _, ...attributes } = sent;
        const headers = Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [`ce-${name}`, encodeHeader(String(value))]),
        );
        const binary = parseBinary({ ...headers, 'content-type': 'application/json' }, JSON.stringify(data));
        expect(binary).toEqual(parsed({ ...sent, datacontenttype: 'application/json' }));
      }),
    );
  });

  it('in a batch and in NDJSON as alone', () => {
    fc.assert(
      fc.property(
        fc.array(event, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 999 }),
        (sent, size) => {
          const alone = sent.map(parsed);
          const batch = parseBatch(Buffer.from(JSON.stringify(sent)), 100);
          expect(batch.ok && batch.items.map((item) => item.parsed)).toEqual(alone);

          const bytes = Buffer.from(sent.map((one) => `${JSON.stringify(one)}\n`).join(''));
          const splitter = new LineSplitter();
          const lines = [];
          for (let at = 0; at < bytes.length; at += size)
            lines.push(...splitter.push(bytes.subarray(at, at + size)));
          expect([...lines, ...splitter.end()].map(parseLine)).toEqual(alone);
        },
      ),
    );
  });

  it('with exactly the good ones of a batch taken, where some are bad', () => {
    const mixed = fc.array(
      fc.oneof(
        event,
        event.map((one) => ({ ...one, specversion: '0.3' })),
      ),
    );
    fc.assert(
      fc.property(mixed, (sent) => {
        const batch = parseBatch(Buffer.from(JSON.stringify(sent)), 100);
        expect(batch.ok && batch.items.map((item) => item.parsed.ok)).toEqual(
          sent.map((one: Json) => one['specversion'] === '1.0'),
        );
      }),
    );
  });
});

/** The SDK reads loosely and so is no receiver, but what it writes and reads of good events must agree with us. */
describe('the CloudEvents SDK', () => {
  it('writes structured events that we read as the same', () => {
    fc.assert(
      fc.property(event, (sent) => {
        const message = HTTP.structured(new CloudEvent(sent as unknown as CloudEventV1<unknown>));
        expect(withoutInvented(sent, parseStructured(String(message.body)))).toEqual(parsed(sent));
      }),
    );
  });

  it('writes binary events that we read as the same, where no value needs encoding (it encodes none)', () => {
    const plain = event.filter((sent) => !/[%"\\ ]/.test(attributeValues(sent)));
    fc.assert(
      fc.property(plain, (sent) => {
        const message = HTTP.binary(new CloudEvent(sent as unknown as CloudEventV1<unknown>));
        const headers = Object.fromEntries(
          Object.entries(message.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
        );
        const read = parseBinary({ ...headers, 'content-type': 'application/json' }, String(message.body));
        const typed = { ...sent, datacontenttype: 'application/json' };
        expect(withoutInvented(typed, read)).toEqual(parsed(typed));
      }),
    );
  });

  it('reads our structured events as the same', () => {
    fc.assert(
      fc.property(event, (sent) => {
        const headers = { 'content-type': 'application/cloudevents+json' };
        const read = HTTP.toEvent({ headers, body: JSON.stringify(sent) }) as CloudEventV1<unknown>;
        expect(parseStructured(JSON.stringify(read))).toMatchObject({ ok: true });
        expect(read.data).toEqual(sent['data']);
        expect([read.id, read.source, read.type]).toEqual([sent['id'], sent['source'], sent['type']]);
      }),
    );
  });
});

function parsed(sent: Json): ParsedEvent {
  return parseStructured(JSON.stringify(sent));
}

/** The SDK writes a time, and a content type, where there is none; we compare without what it made up. */
function withoutInvented(sent: Json, read: ParsedEvent): ParsedEvent {
  if (read.ok && !('time' in sent)) delete read.event.attributes.time;
  if (read.ok && !('datacontenttype' in sent)) delete read.event.attributes.datacontenttype;
  return read;
}

function attributeValues(sent: Json): string {
  return Object.entries(sent)
    .map(([name, value]) => (name === 'data' ? '' : value))
    .join('');
}
