import { z } from 'zod';
import { DiscrepancyNotice, ObligationNotice } from './notice.ts';
import { ChildStatus } from './status.ts';
import { CHILD_STATUS_TOPIC, DISCREPANCY_TOPIC, OBLIGATION_TOPIC } from './topics.ts';

/** An id that is no child's own now. Its key on the topic stays: a status that comes after it is of a child that has the id again. */
export const ChildRedirect = z.object({
  childId: z.uuid(),
  movedTo: z
    .uuid()
    .nullable()
    .describe(
      'The child that has the record this id was made of; null: not told, `GET /v1/children/{childId}` answers for every id ever given out',
    ),
});
export type ChildRedirect = z.infer<typeof ChildRedirect>;

/** What Rollcall tells on topics of its own, by `ce_type`. */
export const announcements = {
  'rollcall.child-status': {
    topic: CHILD_STATUS_TOPIC,
    title: 'A child’s status, whenever it changed; the newest of a key is the current one',
    payload: ChildStatus,
  },
  'rollcall.child-redirect': {
    topic: CHILD_STATUS_TOPIC,
    title: 'An id that is no child’s own any more, and where it leads',
    payload: ChildRedirect,
  },
  'rollcall.obligation': {
    topic: OBLIGATION_TOPIC,
    title: 'A duty changed, for its owner',
    payload: ObligationNotice,
  },
  'rollcall.discrepancy': {
    topic: DISCREPANCY_TOPIC,
    title: 'Records that cannot both be true, for the agency that can resolve it',
    payload: DiscrepancyNotice,
  },
} as const satisfies Record<string, { topic: string; title: string; payload: z.ZodType }>;
export type AnnouncementType = keyof typeof announcements;

export const ANNOUNCEMENT_SOURCE = 'urn:us-gov:rollcall:reconciler';

/** CloudEvents Kafka protocol binding 1.0.2, binary mode (§3.2): attributes are headers `ce_*`. */
export function announcementHeaders<T extends AnnouncementType>(type: T) {
  return z.object({
    'content-type': z.literal('application/json'),
    ce_specversion: z.literal('1.0'),
    ce_id: z
      .string()
      .max(128)
      .describe('Names the message’s event: what comes again with the same id is the same'),
    ce_source: z.literal(ANNOUNCEMENT_SOURCE),
    ce_type: z.literal(type).describe('Which kind of message this is'),
    ce_time: z.iso.datetime().describe('When the database had the change (RFC 3339, UTC)'),
  });
}
export type AnnouncementHeaders = z.infer<ReturnType<typeof announcementHeaders>>;
