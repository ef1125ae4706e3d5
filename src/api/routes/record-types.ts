import { z } from 'zod';
import { agencyOfType } from '../../contracts/envelope.ts';
import { Agency } from '../../contracts/record.ts';
import { recordSchemas, recordTypes } from '../../contracts/records/index.ts';
import { topicOf } from '../../contracts/topics.ts';
import type { App } from '../context.ts';
import { json, problems } from '../responses.ts';

const RecordTypes = z.object({
  recordTypes: z.array(
    z.object({
      type: z.string().max(64),
      agency: Agency.describe('Who may send it'),
      topic: z.string().max(80),
      schema: z.record(z.string(), z.unknown()).describe('JSON Schema 2020-12 of its data'),
    }),
  ),
});

export function recordTypesRoute(app: App): void {
  let body: z.infer<typeof RecordTypes> | null = null;
  app.get(
    '/v1/record-types',
    {
      config: { access: 'any' },
      schema: {
        operationId: 'listRecordTypes',
        summary: 'Every record type that is taken in, with its contract',
        tags: ['records'],
        response: { 200: json('All record types', RecordTypes), ...problems() },
      },
    },
    async () => {
      body ??= {
        recordTypes: recordTypes.map((type) => ({
          type,
          agency: agencyOfType(type),
          topic: topicOf(type),
          schema: z.toJSONSchema(recordSchemas[type], { io: 'input' }) as Record<string, unknown>,
        })),
      };
      return body;
    },
  );
}
