import { z } from 'zod';
import { Agency, KeyOfRecord } from '../../contracts/record.ts';
import {
  AddressVerdict,
  Contact,
  Court,
  NoticeToAppear,
  Placement,
  Position,
  Verification,
} from '../../contracts/status.ts';
import { Withheld } from '../../contracts/withheld.ts';
import type { AppliedRecord } from '../../store/queries/record-row.ts';
import type { StatusInterval } from '../../store/queries/read-timeline.ts';
import { callerOf, type App, type RouteContext } from '../context.ts';
import { notACursor } from '../query/cursor.ts';
import type { Alias, NotThen } from '../../reconciler/case-files.ts';
import type { ApiDeps } from '../deps.ts';
import { Clearance } from '../clearance/clearance.ts';
import { linkNext } from '../query/link.ts';
import { namedIn, noChild, noChildProblems } from '../answers/no-child.ts';
import { wholeNumber } from '../query/query-number.ts';
import { json, problems } from '../responses.ts';
import { orderOf, timelineOf } from '../answers/timeline.ts';
import { timesQuery } from '../query/when.ts';
import { ChildParams } from './read-status.ts';

const Entry = z.object({
  record: KeyOfRecord.describe('<type>/<recordId>@<organisation>:<system>'),
  version: z.int(),
  agency: z.enum([...Agency.options, 'rollcall']).describe('rollcall: what a person did about a duty here'),
  source: z.string().max(128),
  eventId: z.string().max(128),
  occurredAt: z.iso.datetime().describe('When it happened'),
  recordedAt: z.iso.datetime().describe('When the agency recorded it'),
  receivedAt: z.iso.datetime().describe('When it was received'),
  state: z
    .enum(['in-use', 'voided', 'superseded', 'outranked'])
    .describe('superseded: by a higher version; outranked: by another content of its version or event'),
  conflict: z.boolean().describe('There is another content of this version or of this event'),
  linkedBy: z.string().max(80).describe('How the record came to this child'),
  position: Position,
  says: z.record(z.string(), z.unknown()).describe('The record’s own fields; who it is about is left out'),
  withheld: z.array(Withheld).describe('Fields of `says` that the record has and this reader is not given'),
});
const Interval = z.object({
  validFrom: z.iso.datetime(),
  validTo: z.iso.datetime().nullable().describe('May lie after validAt. Null: still'),
  placement: Placement,
  noticeToAppear: NoticeToAppear,
  court: Court,
  address: AddressVerdict,
  contact: Contact,
  verification: Verification,
});
const Timeline = z.object({
  childId: z.uuid(),
  records: z.array(Entry),
  statusHistory: z.array(Interval).describe('What the status was in each interval that began by validAt'),
  withheld: z.array(Withheld).describe('What is left out for this reader; said of every child alike'),
  next: z.string().max(300).nullable().describe('Cursor of the next page; null: this is the last'),
});
const Query = z.strictObject({
  cursor: z
    .string()
    .max(300)
    .regex(/^[\w-]+$/, 'give the cursor of an earlier answer')
    .optional()
    .describe('Cursor of an earlier answer to the same question'),
  limit: wholeNumber(1, 500).prefault(100).describe('How many records a page has at most'),
  ...timesQuery,
});

export function readTimelineRoute(app: App, { deps, disclose }: RouteContext): void {
  app.get(
    '/v1/children/:childId/timeline',
    {
      config: { access: 'status:read' },
      schema: {
        operationId: 'readTimeline',
        summary: 'All that was said of a child, in the order in which it happened',
        description:
          'Every version and content, also what was superseded, withdrawn or outranked. With knownAt only what had been ' +
          'received by then, and what the status was by it; with validAt only what had happened by then.',
        tags: ['children'],
        params: ChildParams,
        querystring: Query,
        response: {
          200: json('A page of the timeline', Timeline, 'Link'),
          ...problems(...noChildProblems),
        },
      },
    },
    async (request, reply) => {
      const id = request.params.childId.toLowerCase();
      const { cursor, limit, validAt = null, knownAt = null } = request.query;
      const known = knownAt === null ? null : new Date(knownAt);
      const told = known === null ? await toldNow(deps, id) : await toldThen(deps, id, known);
      if (told.kind !== 'told') {
        await disclose(request, namedIn(told), known);
        throw noChild(told, request.url);
      }
      const { childId, around } = told;
      await disclose(request, [childId], known);
      const clearance = new Clearance(callerOf(request));
      const after = afterOf(cursor);
      const rest = timelineOf(around, childId, clearance, validAt).filter((entry) => orderOf(entry) > after);
      const records = rest.slice(0, limit);
      const last = rest.length > limit ? records.at(-1) : undefined;
      const next = last === undefined ? null : Buffer.from(orderOf(last)).toString('base64url');
      if (next !== null) {
        linkNext(reply, `/v1/children/${childId}/timeline`, {
          cursor: next,
          limit,
          validAt: validAt === null ? undefined : new Date(validAt).toISOString(),
          knownAt: known?.toISOString(),
        });
      }
      const statusHistory = told.history
        .map(({ validFrom, ...values }, index) => ({
          validFrom: validFrom.toISOString(),
          validTo: told.history[index + 1]?.validFrom.toISOString() ?? null,
          ...(values as Omit<z.infer<typeof Interval>, 'validFrom' | 'validTo'>),
        }))
        .filter(({ validFrom }) => validAt === null || Date.parse(validFrom) <= validAt);
      return { childId, records, statusHistory, withheld: clearance.dutiesWithheld('records'), next };
    },
  );
}

/** What is said of a child and around it. */
interface Told {
  kind: 'told';
  childId: string;
  around: AppliedRecord[];
  history: StatusInterval[];
}

async function toldNow({ store, caseFiles }: ApiDeps, childId: string): Promise<Told | Alias> {
  const around = await store.readRecordsAround(childId);
  if (around.length === 0) return await caseFiles.resolveAlias(childId);
  return { kind: 'told', childId, around, history: await store.readStatusHistory(childId) };
}

async function toldThen({ caseFiles }: ApiDeps, id: string, knownAt: Date): Promise<Told | NotThen | Alias> {
  const then = await caseFiles.asKnown(id, knownAt, knownAt);
  if (then.kind !== 'known') return then;
  const { childId, history } = then.status;
  return {
    kind: 'told',
    childId,
    around: then.around,
    history: history.map(({ from, ...values }) => ({ validFrom: new Date(from), ...values })),
  };
}

/** As orderOf has it. */
const PLACE = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z [a-z0-9.-]+ \d{6} \d{20}$/;

/** After which entry a page begins; '' without a cursor. One that is none would end a walk without a word. */
function afterOf(cursor: string | undefined): string {
  if (cursor === undefined) return '';
  const place = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!PLACE.test(place)) throw notACursor(cursor);
  return place;
}
