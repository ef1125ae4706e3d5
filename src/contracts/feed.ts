import { z } from 'zod';
import { agencyOfSource, agencyOfType, EventSource } from './envelope.ts';
import { MANIFEST_DAYS } from './manifest.ts';
import { Agency } from './record.ts';
import { isRecordType, type RecordType } from './records/index.ts';

/** One record type from one source: two systems of an agency that send the same type are two feeds. */
export interface FeedName {
  type: RecordType;
  /** CloudEvents source, `urn:us-gov:<organisation>:<system>`. */
  source: string;
}

const PREFIX = 'urn:us-gov:';

/**
 * A feed's id: its type and its source without what all sources begin with. Needs no escaping in a URL's path (RFC 3986 pchar).
 * @example feedId({ type: 'hhs.release', source: 'urn:us-gov:hhs:uc-portal' }) // 'hhs.release@hhs:uc-portal'
 */
export function feedId({ type, source }: FeedName): string {
  return `${type}@${source.slice(PREFIX.length)}`;
}

/** The feed of an id; null where no feed can have it: not a record type, not a source, or of two agencies. */
export function parseFeedId(id: string): FeedName | null {
  const at = id.indexOf('@');
  return at < 0 ? null : feedOf(id.slice(0, at), PREFIX + id.slice(at + 1));
}

/** The feed of a type and a source; null where they make none. */
export function feedOf(type: string, source: string): FeedName | null {
  if (!isRecordType(type) || !EventSource.safeParse(source).success) return null;
  return agencyOfType(type) === agencyOfSource(source) ? { type, source } : null;
}

/**
 * in-rhythm: it came as it usually does. silent: it should have come by now. not-judged: too little is known of its rhythm.
 * never-heard: no record of this type ever came.
 */
export const FeedState = z.enum(['in-rhythm', 'silent', 'not-judged', 'never-heard']);
export type FeedState = z.infer<typeof FeedState>;

const counts = (what: string) =>
  z
    .object({ last24Hours: z.int(), last7Days: z.int() })
    .describe(`${what}, by whole hours: this one and the 23 (167) before it`);

/** One feed as `GET /v1/feeds` shows it. */
export const Feed = z
  .object({
    id: z.string().max(160).nullable().describe('null: no source ever sent this type'),
    type: z.string().max(64),
    agency: Agency.describe('Who may send it'),
    source: z.string().max(128).nullable(),
    state: FeedState,
    lastReceivedAt: z.iso.datetime().nullable().describe('When the last record came that was taken in'),
    records: counts('Records taken in, each content of an event once'),
    rejected: counts('Events refused whose source and type could be read'),
    waiting: z
      .int()
      .describe(
        'Records taken in that belong to no child now, since their identifiers lead to several or stand for none: correct those',
      ),
    rhythm: z
      .object({
        usualLongestGapHours: z
          .number()
          .describe('The longest pause of its usual week; hours of days on which it rests do not count'),
        restsOnFreeDays: z
          .boolean()
          .describe('Whether it pauses on Saturdays, Sundays and federal holidays, Eastern'),
      })
      .nullable()
      .describe('Learned from its own past; null until records came in three weeks'),
    expectedBy: z.iso.datetime().nullable().describe('By then a record should have come, by its own rhythm'),
    silentSince: z.iso.datetime().nullable().describe('Its last record, where that should not be the last'),
    manifest: z
      .object({
        day: z.iso.date(),
        count: z.int(),
        balanced: z.boolean(),
        postedAt: z.iso.datetime(),
        unbalancedDays: z
          .array(z.iso.date())
          .describe(
            `Of that day and the ${MANIFEST_DAYS - 1} before it those whose manifest does not balance; latest first`,
          ),
      })
      .nullable()
      .describe('Of the latest day for which the agency posted one'),
  })
  .meta({ id: 'Feed' });
export type Feed = z.infer<typeof Feed>;

export const Feeds = z.object({ feeds: z.array(Feed), asOf: z.iso.datetime() });
