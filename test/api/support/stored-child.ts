import { hashId } from '../../../src/contracts/hash.ts';
import { agencyIdOf } from '../../../src/domain/case-file.ts';
import type { Pool } from '../../../src/store/pool.ts';

/** What a test says of a record that is stored already. */
export interface StoredRecord {
  key: string;
  version: number;
  digest?: string;
  eventId?: string;
  occurredAt: string;
  recordedAt?: string;
  voided?: boolean;
  identifiers?: Record<string, string>;
  childId: string | null;
  linkRule?: string;
  says?: Record<string, unknown>;
}

const SOURCE = 'urn:us-gov:hhs:uc-portal';
let offset = 0;

/** Put records of one component where the reconciler would, with the hashes that lead to them. */
export async function storeRecords(
  pool: Pool,
  component: string,
  records: readonly StoredRecord[],
): Promise<void> {
  for (const record of records) {
    const eventId = record.eventId ?? `${agencyIdOf(record.key)}-v${record.version}`;
    const recordedAt = record.recordedAt ?? record.occurredAt;
    const ids = record.identifiers ?? {};
    const data = {
      recordId: agencyIdOf(record.key).slice(record.key.indexOf('/') + 1),
      version: record.version,
      occurredAt: record.occurredAt,
      recordedAt,
      ...(record.voided ? { voided: true } : {}),
      person: { identifiers: ids, name: { given: ['Zuzibeth'], surnames: ['Quarlemont'] } },
      ...record.says,
    };
    const text = JSON.stringify(data);
    await pool.query(
      `insert into projection.record values ($1, $2, $3, $4, $5, $6, 'test', $7, $8, $9, 'hhs.placement.v1', 0, $10, $11, $12, $13)`,
      [
        component,
        record.key,
        record.version,
        hashId(record.digest ?? text),
        SOURCE,
        eventId,
        record.occurredAt,
        recordedAt,
        '2026-05-01T12:00:00Z',
        offset++,
        record.childId,
        record.linkRule ?? 'a-number',
        text,
      ],
    );
    const texts = [
      record.key,
      `e:${SOURCE} ${eventId}`,
      ...Object.entries(ids).map(([kind, id]) => `${PREFIX[kind]!}:${id}`),
    ];
    for (const one of texts) {
      await pool.query('insert into projection.identifier values ($1, $2) on conflict do nothing', [
        hashId(one),
        component,
      ]);
    }
  }
}

const PREFIX: Record<string, string> = {
  aNumber: 'a',
  orrId: 'orr',
  eidSubjectId: 'eid',
  eoirCaseId: 'eoir',
  fin: 'fin',
};

export async function storeStatus(
  pool: Pool,
  status: { childId: string; component: string; doc: string; etag: string; nextChangeAt?: string },
): Promise<void> {
  await pool.query(
    `insert into projection.child_status values ($1, $2, $3, $4, '{}', $5, 'hhs-care', 'none', 'no-case', 'in-care', 'not-due', 'verified')`,
    [status.childId, status.component, status.etag, status.doc, status.nextChangeAt ?? null],
  );
}
