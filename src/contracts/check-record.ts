import { z } from 'zod';
import { ACT_TYPE, ObligationAct } from './obligation.ts';
import { recordSchemas, recordTypes, type RecordType, type TypedRecord } from './records/index.ts';
import { refusalsOf, type Refusal } from './refusal.ts';

export type CheckedRecord = { ok: true; record: TypedRecord } | { ok: false; refusals: Refusal[] };

export type CheckedAct =
  { ok: true; record: { type: typeof ACT_TYPE; data: ObligationAct } } | { ok: false; refusals: Refusal[] };

/** Each schema as one generated function: the same answers, more than twice as fast. */
const compiled = new Map<RecordType, z.ZodType>(
  recordTypes.map((type) => [type, z.compile(recordSchemas[type])]),
);

/**
 * A record's content against its contract. What comes out is canonical: the schema's field order, one spelling of
 * A-numbers and moments. So two ways of writing one content give one text under `JSON.stringify`, and one digest.
 */
export function checkRecord(type: RecordType, data: unknown): CheckedRecord {
  const result = compiled.get(type)!.safeParse(data);
  return result.success
    ? { ok: true, record: { type, data: result.data } as TypedRecord }
    : { ok: false, refusals: refusalsOf(result.error, data) };
}

/** As `checkRecord`, of a person's act on a duty. */
export function checkAct(data: unknown): CheckedAct {
  const result = ObligationAct.safeParse(data);
  return result.success
    ? { ok: true, record: { type: ACT_TYPE, data: result.data } }
    : { ok: false, refusals: refusalsOf(result.error, data) };
}
