import { z } from 'zod';
import { recordSchemas, recordTypes, type RecordType } from '../../src/contracts/records/index.ts';

/** The version in the topic's name; a change that refuses what was accepted raises it (contracts-grow.ts). */
export const RECORD_VERSION = 'v1';

const titles: Record<RecordType, string> = {
  'ice.custody-transfer': 'A child passed from DHS to HHS, or back',
  'ice.notice-to-appear': 'A Notice to Appear was issued, served, filed with the court, or cancelled',
  'ice.location-check': 'Someone looked for the child',
  'hhs.placement': 'The child entered ORR care, moved within it, or is there',
  'hhs.release': 'The child left ORR care, and how',
  'hhs.address': 'A new or corrected address after release',
  'hhs.wellbeing-call': 'A Safety and Well-Being call was tried',
  'eoir.case': 'A case exists: the court received the charging document',
  'eoir.hearing': 'A hearing is set, moved to another day, held, or not held',
  'eoir.decision': 'A proceeding was decided, reopened or rescinded',
  'eoir.address-change': 'The court was told of an address',
};

export function titleOf(type: RecordType): string {
  return titles[type];
}

/** JSON Schema 2020-12 of what a sender may write (before moments and A-numbers are made canonical), per record type. */
export function recordSchemaDocuments(): Array<{ type: RecordType; schema: object }> {
  return recordTypes.map((type) => {
    const { $schema, ...schema } = z.toJSONSchema(recordSchemas[type], {
      io: 'input',
      target: 'draft-2020-12',
    });
    return {
      type,
      schema: {
        $schema,
        $id: `urn:rollcall:record:${type}:${RECORD_VERSION}`,
        title: titles[type],
        ...schema,
      },
    };
  });
}
