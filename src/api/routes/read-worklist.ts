import { z } from 'zod';
import { eroAreas } from '../../contracts/codes/ero-area.ts';
import { ObligationOwner, ObligationRuleId, ObligationState } from '../../contracts/obligation.ts';
import { AgeBand, Worklist, type WorklistItem } from '../../contracts/worklist.ts';
import type { WorklistDuty, WorklistKey } from '../../store/queries/read-worklist.ts';
import { ageBandAt, bornFor } from '../query/age-band.ts';
import { callerOf, type App, type RouteContext } from '../context.ts';
import { cursorOf, CursorText, FIRST_CHILD, placeOf } from '../query/cursor.ts';
import { idsIn } from '../query/page.ts';
import { Clearance } from '../clearance/clearance.ts';
import { ProblemError } from '../problem.ts';
import { linkNext } from '../query/link.ts';
import { listOf } from '../query/query-list.ts';
import { wholeNumber } from '../query/query-number.ts';
import { json, problems } from '../responses.ts';
import { timesQuery } from '../query/when.ts';

export const WorklistParams = z.object({
  obligation: z
    .enum(ObligationRuleId.options, { error: 'there is no such duty; GET /v1/obligations lists them' })
    .describe('As GET /v1/obligations lists them'),
});
const Office = z.enum(eroAreas, { error: 'not one of the 25 ERO areas, such as Harlingen or New York City' });
const Query = z.strictObject({
  state: listOf(ObligationState)
    .default(['open', 'overdue'])
    .describe('Repeated, or with commas between; open,overdue where it is left out'),
  owner: listOf(ObligationOwner)
    .optional()
    .describe('Whose duty: where several owe the same; repeated, or with commas between'),
  office: listOf(Office).optional().describe('ERO areas of the latest hand-over; repeated, or with commas'),
  ageBand: listOf(AgeBand)
    .optional()
    .describe('Of the child at that moment; repeated, or with commas between'),
  acknowledged: z.enum(['true', 'false']).optional().describe('Whether its owner said that it was seen'),
  ...timesQuery,
  limit: wholeNumber(1, 500).prefault(100).describe('How many a page has at most'),
  cursor: CursorText,
});

export function readWorklistRoute(app: App, { deps, disclose }: RouteContext): void {
  app.get(
    '/v1/worklists/:obligation',
    {
      config: { access: 'status:read' },
      schema: {
        operationId: 'readWorklist',
        summary: 'The children to whom a duty is owed, in a state of it, at a moment',
        description:
          'By child id, which no write changes: a walk from page to page misses and repeats no child whose duty is there all the ' +
          'while. All pages of a walk are of one moment. A page may be short, or empty, and not be the last: `next` says it.',
        tags: ['obligations'],
        params: WorklistParams,
        querystring: Query,
        response: {
          200: json('A page of the worklist', Worklist, 'Link'),
          ...problems('wrong-cursor', 'withheld'),
        },
      },
    },
    async (request, reply) => {
      const { obligation } = request.params;
      const withheld = new Clearance(callerOf(request)).dutyWithheld(obligation);
      if (withheld !== null) throw new ProblemError('withheld', { detail: withheld });
      const { limit, cursor, ...filters } = request.query;
      const question = { list: 'worklist', obligation, ...filters };
      const now = deps.clock();
      const place = placeOf(cursor, question);
      const validAt = place?.at ?? (filters.validAt === undefined ? now : new Date(filters.validAt));
      const knownAt = filters.knownAt === undefined ? null : new Date(filters.knownAt);
      const page = await deps.oversight.readWorklist(
        {
          rule: obligation,
          states: filters.state,
          owners: filters.owner ?? null,
          fieldOffices: filters.office ?? null,
          born: filters.ageBand === undefined ? null : bornIn(filters.ageBand, validAt.getTime()),
          acknowledged: filters.acknowledged === undefined ? null : filters.acknowledged === 'true',
          validAt,
          knownAt,
        },
        keyOf(place?.key),
        limit,
        now,
      );
      await disclose(request, idsIn(page.rows, page.next?.childId), knownAt);
      const next =
        page.next === null
          ? null
          : cursorOf(question, { at: validAt, key: [page.next.childId, page.next.owner, page.next.subject] });
      if (next !== null) {
        linkNext(reply, `/v1/worklists/${obligation}`, {
          ...request.query,
          validAt: filters.validAt === undefined ? undefined : validAt.toISOString(),
          knownAt: knownAt?.toISOString(),
          cursor: next,
        });
      }
      return {
        obligation,
        validAt: validAt.toISOString(),
        knownAt: knownAt?.toISOString() ?? null,
        items: page.rows.map((duty) => itemOf(obligation, duty, validAt)),
        next,
      };
    },
  );
}

function keyOf(key: readonly string[] = []): WorklistKey {
  const [childId = FIRST_CHILD, owner = '', subject = ''] = key;
  return { childId, owner, subject };
}

function bornIn(bands: readonly AgeBand[], at: number) {
  return {
    ranges: bands.flatMap((band) => (band === 'unknown' ? [] : [bornFor(band, at)])),
    unknown: bands.includes('unknown'),
  };
}

function itemOf(obligation: ObligationRuleId, duty: WorklistDuty, validAt: Date): WorklistItem {
  const acknowledged = duty.acknowledgedAt !== null && duty.acknowledgedAt <= validAt;
  return {
    childId: duty.childId,
    obligation,
    owner: duty.owner,
    subject: duty.subject,
    state: duty.state,
    since: sinceOf(duty)?.toISOString() ?? null,
    opensAt: duty.opensAt.toISOString(),
    due: duty.dueAt?.toISOString() ?? null,
    overdueAt: duty.overdueAt?.toISOString() ?? null,
    acknowledgedAt: acknowledged ? duty.acknowledgedAt!.toISOString() : null,
    fieldOffice: duty.fieldOffice,
    ageBand: ageBandAt(duty.birthDate, validAt.getTime()),
  };
}

/** As domain/obligations/duties.ts: what came before the duty opened begins with it. */
function sinceOf({ state, opensAt, overdueAt, waivedAt, closedAt }: WorklistDuty): Date | null {
  if (state === 'not-started') return null;
  if (state === 'met' || state === 'lapsed') return closedAt;
  const began = state === 'waived' ? waivedAt : state === 'overdue' ? overdueAt : opensAt;
  return began === null || began < opensAt ? opensAt : began;
}
