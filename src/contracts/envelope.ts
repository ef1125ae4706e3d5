import { z } from 'zod';
import { type Agency } from './record.ts';
import { isRecordType, type RecordType } from './records/index.ts';
import { Instant } from './scalars.ts';

/**
 * A CloudEvents 1.0 context around a record, as strict as the spec lets a receiver be (CloudEvents 1.0.2; NL GOV
 * profile 1.1). Attributes carry no personal data: they travel in headers and logs.
 */
const extension = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[\u0020-\u007e]*$/, 'use printable ASCII');

const EVENT_ID = /^[\u0021-\u007e]{1,128}$/;

export const EventId = z
  .string()
  .regex(EVENT_ID, 'use 1 to 128 printable ASCII characters without spaces, such as a UUID');

export function isEventId(text: string): boolean {
  return EVENT_ID.test(text);
}

const EVENT_SOURCE = /^urn:us-gov:(ice|cbp|hhs|eoir):[a-z0-9][a-z0-9.-]{0,62}$/;

/** `urn:us-gov:<organisation>:<system>`; the organisation says whose record it is. */
export const EventSource = z
  .string()
  .max(128)
  .regex(EVENT_SOURCE, 'use urn:us-gov:<ice|cbp|hhs|eoir>:<system>, such as urn:us-gov:hhs:uc-portal');

export const EventAttributes = z.strictObject({
  specversion: z.literal('1.0', { error: () => "use specversion '1.0'" }),
  id: EventId,
  source: EventSource,
  type: z.string().max(64).refine(isRecordType, 'not a record type; GET /v1/record-types lists them'),
  time: Instant.optional(),
  datacontenttype: z
    .string()
    .max(80)
    .regex(/^application\/json(;\s*charset=utf-8)?$/i, 'use application/json')
    .optional(),
  dataschema: extension.optional(),
  subject: extension.optional(),
  sequence: extension.optional(),
  recordedtime: Instant.optional(),
  correlationid: extension.optional(),
  causationid: extension.optional(),
  traceparent: z
    .string()
    .regex(/^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
    .optional(),
  tracestate: extension.optional(),
  partitionkey: extension.optional(),
  dataclassification: z.literal('restricted').optional(),
  datacategory: z.literal('sensitive-pii').optional(),
});
export type EventAttributes = Omit<z.infer<typeof EventAttributes>, 'type'> & { type: RecordType };

const SOURCE_PREFIX = 'urn:us-gov:';

/** The agency a source speaks for: CBP's systems speak for DHS and so for `ice`. */
export function agencyOfSource(source: string): Agency {
  const organisation = source.slice(SOURCE_PREFIX.length, source.indexOf(':', SOURCE_PREFIX.length));
  return organisation === 'cbp' ? 'ice' : (organisation as Agency);
}

/** `<organisation>:<system>`, the part of a source that tells it from others. */
export function systemOf(source: string): string {
  return source.slice(SOURCE_PREFIX.length);
}

/** The agency that may say a type of record. */
export function agencyOfType(type: RecordType): Agency {
  return type.slice(0, type.indexOf('.')) as Agency;
}

/** Whether a source may say records of a type. */
export function maySay(source: string, type: RecordType): boolean {
  return EVENT_SOURCE.test(source) && agencyOfSource(source) === agencyOfType(type);
}
