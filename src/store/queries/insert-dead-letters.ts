import type pg from 'pg';

/** What could not be applied, and why, with its original bytes. */
export interface DeadLetter {
  /** `<topic>/<partition>/<offset>` of the message: a replay writes it once. */
  origin: string;
  stage: 'intake' | 'reconciler';
  receivedAt: string;
  sender: string;
  source: string | null;
  eventId: string | null;
  type: string | null;
  code: string;
  field: string;
  reason: string;
  /** In base64. */
  original: string;
}

// Base64 in one text: an array of bytes would be written out as hexadecimal digits, twice as long.
const sql = `insert into rollcall.dead_letter
  (origin, stage, received_at, sender, source, event_id, type, code, field, reason, original)
select origin, stage, received_at, sender, source, event_id, type, code, field, reason, coalesce(decode(original, 'base64'), '')
  from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::text[], $10::text[], string_to_array($11, ','))
    as l(origin, stage, received_at, sender, source, event_id, type, code, field, reason, original)
on conflict (origin) do nothing`;

export async function insertDeadLetters(tx: pg.ClientBase, letters: readonly DeadLetter[]): Promise<void> {
  if (letters.length === 0) return;
  await tx.query(sql, [
    letters.map((letter) => letter.origin),
    letters.map((letter) => letter.stage),
    letters.map((letter) => letter.receivedAt),
    letters.map((letter) => letter.sender),
    letters.map((letter) => letter.source),
    letters.map((letter) => letter.eventId),
    letters.map((letter) => letter.type),
    letters.map((letter) => letter.code),
    letters.map((letter) => letter.field),
    letters.map((letter) => letter.reason),
    letters.map((letter) => letter.original).join(','),
  ]);
}
