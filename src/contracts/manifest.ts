import { z } from 'zod';
import { EventId } from './envelope.ts';
import { sha256Hex } from './hash.ts';
import { CalendarDate } from './scalars.ts';

/** So many days up to a feed's latest manifest are looked at for one that does not balance. */
export const MANIFEST_DAYS = 31;

/** Event ids that one manifest may list. */
export const MAX_MANIFEST_IDS = 100_000;
/** Event ids that an answer names of those that differ; the count is always that of all. */
export const NAMED_IDS = 100;

/**
 * Names a set of event ids: SHA-256, in lower-case hex, of the distinct ids in ascending byte order with one line feed between any two
 * and none at the end; of no ids, of the empty text.
 * @example eventIdsDigest(['b', 'a', 'b']) // sha256('a\nb')
 */
export function eventIdsDigest(ids: Iterable<string>): string {
  // Ids are ASCII, so that JavaScript's order of code units is the order of bytes.
  return sha256Hex([...new Set(ids)].sort().join('\n'));
}

/** What an agency says it sent through one feed on one day: a control total. */
export const Manifest = z
  .strictObject({
    day: CalendarDate.describe(
      'Eastern calendar day on which Rollcall received the events (`receivedOn` of its answers)',
    ),
    count: z
      .int()
      .min(0)
      .max(1_000_000_000)
      .describe('Events sent and answered, each time one was sent: a repeat counts again'),
    digest: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'use 64 lower-case hexadecimal digits')
      .describe(
        'SHA-256 in lower-case hex of the distinct ids of these events, in ascending byte order, with a line feed (U+000A) ' +
          'between any two and none at the end. Of the ids b, a, b: printf "a\\nb" | sha256sum',
      )
      .meta({ example: '7e18f737311b2dc3b2f269dd78396b0351f14fb66efa879f768cb23181883c78' }),
    eventIds: z
      .array(EventId)
      .max(MAX_MANIFEST_IDS, `list ${MAX_MANIFEST_IDS} ids at most; of more send count and digest alone`)
      .optional()
      .describe('The ids themselves, in any order: then the answer names those that differ'),
  })
  .superRefine(({ count, digest, eventIds }, context) => {
    if (eventIds === undefined) return;
    const distinct = new Set(eventIds);
    if (count < distinct.size)
      context.addIssue({
        code: 'custom',
        path: ['count'],
        message: 'use a count of at least the ids listed',
      });
    if (eventIdsDigest(distinct) !== digest)
      context.addIssue({ code: 'custom', path: ['digest'], message: 'use the digest of the ids listed' });
  })
  .meta({ id: 'Manifest' });
export type Manifest = z.infer<typeof Manifest>;

const Received = z.object({
  accepted: z.int().describe('Events whose first content came'),
  duplicate: z.int().describe('Events that came again with a content known before'),
  conflict: z.int().describe('Events that came with another content than the first'),
  rejected: z
    .int()
    .describe('Events refused whose source and type could be read: the dead letters of the feed'),
  total: z.int().describe('The sum of the four'),
});

const NamedIds = z.object({
  count: z.int(),
  ids: z.array(z.string().max(128)).max(NAMED_IDS).describe(`The first ${NAMED_IDS} in ascending byte order`),
});

/**
 * fewer-received: Rollcall holds fewer than were sent. more-received: it holds more; with the same digest these are repeats whose answer did
 * not reach the sender. other-events: the digests differ. not-received: listed, and Rollcall knows nothing of them that day.
 * not-listed: received, and not in the list. unattributed: refused, and not even the source or type could be read.
 */
export const DifferenceKind = z.enum([
  'fewer-received',
  'more-received',
  'other-events',
  'not-received',
  'not-listed',
  'unattributed',
]);

/** A manifest against what Rollcall holds of that day, as of `evaluatedAt`. */
export const ManifestBalance = z
  .object({
    feed: z.string().max(160),
    day: z.iso.date(),
    postedAt: z.iso.datetime(),
    evaluatedAt: z.iso.datetime(),
    balanced: z.boolean().describe('Count and digest are the same on both sides'),
    sent: z.int().describe('The manifest’s count'),
    received: Received,
    digest: z.object({
      sent: z.string().max(64),
      received: z.string().max(64).describe('Of the distinct ids received that day, whatever became of each'),
      same: z.boolean(),
    }),
    differences: z
      .array(z.object({ kind: DifferenceKind, count: z.int().nullable(), detail: z.string().max(300) }))
      .describe('What differs, in words; empty where balanced'),
    notReceived: NamedIds.nullable().describe('Ids listed and not received; null where no ids were listed'),
    notListed: NamedIds.nullable().describe('Ids received and not listed; null where no ids were listed'),
  })
  .meta({ id: 'ManifestBalance' });
export type ManifestBalance = z.infer<typeof ManifestBalance>;

export const Manifests = z.object({
  manifests: z.array(ManifestBalance).describe('Latest day first; of one day the latest posted counts'),
});
