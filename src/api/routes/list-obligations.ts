import { z } from 'zod';
import { ObligationOwner, ObligationRuleId } from '../../contracts/obligation.ts';
import { catalogueOf } from '../answers/catalogue.ts';
import type { App, RouteContext } from '../context.ts';
import { json, problems } from '../responses.ts';

const Due = z
  .union([
    z.literal('at-once'),
    z.object({ hours: z.number() }),
    z.object({
      days: z.number().describe('Of 24 hours'),
      grace: z.number().optional().describe('Further days before it is overdue'),
    }),
    z.object({ calendarDays: z.number().describe('To the end of that Eastern day') }),
    z.object({ workingDays: z.number().describe('To the end of that Eastern day') }),
  ])
  .describe('How long it may take');
const Rule = z
  .object({
    id: ObligationRuleId,
    title: z.string().max(120),
    owners: z.array(ObligationOwner),
    authority: z.string().max(120).describe('Statute, regulation, form or policy; or a house rule'),
    severity: z.enum(['high', 'medium', 'low']),
    starts: z.string().max(300),
    due: Due,
    metBy: z.string().max(300),
    metByAcknowledgement: z.boolean().describe('Its owner’s acknowledgement meets it'),
    expects: z
      .array(z.string().max(40))
      .describe(
        'Record type that has not come while it is overdue; of several, that of the agency whose duty it is',
      ),
    inForce: z.object({
      from: z.iso.date().describe('The first Eastern day on which one can begin'),
      to: z.iso.date().nullable().describe('The last, included; null: there is none'),
    }),
    worklist: z.string().max(80),
  })
  .meta({ id: 'ObligationRule' });
const Catalogue = z.object({ policyVersion: z.string().max(40), obligations: z.array(Rule) });

export function listObligationsRoute(app: App, { deps }: RouteContext): void {
  app.get(
    '/v1/obligations',
    {
      config: { access: 'any' },
      schema: {
        operationId: 'listObligations',
        summary:
          'Every duty there is: whose, by what authority, when it starts, when it is due, what meets it',
        description:
          'The rules as data, as the policy in force has them, in the order in which a child’s life meets them.',
        tags: ['obligations'],
        response: { 200: json('The catalogue', Catalogue), ...problems() },
      },
    },
    async () => {
      const { policy } = deps.oversight;
      return { policyVersion: policy.version, obligations: catalogueOf(policy) };
    },
  );
}
