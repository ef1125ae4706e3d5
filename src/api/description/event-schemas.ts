import { z } from 'zod';
import { EventAttributes } from '../../contracts/envelope.ts';
import { recordSchemas, recordTypes } from '../../contracts/records/index.ts';

/** JSON Schemas of what intake takes, for the API's description: `CloudEvent`, and `record.<type>` of each type. */
export function eventSchemas(): Record<string, unknown> {
  const attributes = plain(z.toJSONSchema(EventAttributes, { io: 'input' }));
  const { properties, required } = attributes as {
    properties: Record<string, object>;
    required: string[];
  };
  return {
    CloudEvent: {
      type: 'object',
      description: 'CloudEvents 1.0, JSON format',
      additionalProperties: false,
      properties: {
        ...properties,
        type: { type: 'string', enum: recordTypes },
        data: { oneOf: recordTypes.map((type) => ({ $ref: `#/components/schemas/record.${type}` })) },
      },
      required: [...required, 'data'],
    },
    ...Object.fromEntries(
      recordTypes.map((type) => [
        `record.${type}`,
        { title: type, ...plain(z.toJSONSchema(recordSchemas[type], { io: 'input' })) },
      ]),
    ),
  };
}

/** Without the keyword that names the dialect: inside OpenAPI 3.1 it is 2020-12 anyway. */
function plain(schema: object): object {
  const { $schema: _, ...rest } = schema as Record<string, unknown>;
  return rest;
}
