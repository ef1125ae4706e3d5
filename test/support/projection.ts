import { topics } from '../../src/contracts/topics.ts';
import { assess, courseOf, dimensions, historyOf, statusAt } from '../../src/domain/assess.ts';
import type { Assertion } from '../../src/domain/case-file.ts';
import { caseFilesOf } from '../../src/domain/case-files.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import type { LogRecord, PartitionBatch } from '../../src/log/event-log.ts';
import { partitionOf } from '../../src/log/partition-of.ts';
import { findingsOf } from '../../src/reconciler/findings.ts';
import type { Pool } from '../../src/store/pool.ts';
import { findingOf, findingsText } from '../../src/store/queries/write-findings.ts';
import { messageFor } from './records.ts';

/** What the projection says, or should say, in one form that can be compared. */
export interface Projection {
  /** Child id and status document. */
  statuses: string[];
  /** Record key, event and the child it is linked to, by which rule. */
  links: string[];
  /** Child id, beginning and values. */
  history: string[];
  /** Duties, discrepancies and places in the auditors' table, as rows and as the text kept beside the status. */
  findings: string[];
}

/** The pure function of the set: what any order of arrival must come to. */
export function projectionOf(records: readonly Assertion[], at: number): Projection {
  const { children, unlinked } = caseFilesOf(records);
  const linkOf = new Map(unlinked.map((key) => [key, '- ambiguous-identifiers']));
  for (const { childId, records: own, acts } of children) {
    for (const { inUse, by } of own) linkOf.set(inUse.key, `${childId} ${by}`);
    for (const { key } of acts) linkOf.set(key, `${childId} act`);
  }
  const links = records.map(
    ({ key, source, eventId, digest }) => `${key} ${source} ${eventId} ${digest} ${linkOf.get(key)!}`,
  );
  return {
    statuses: children.map((child) => `${child.childId} ${textOf(child, at)}`).sort(),
    links: [...new Set(links)].sort(),
    history: children
      .flatMap((child) =>
        historyOf(courseOf(child, currentPolicy)).map((interval) =>
          [
            child.childId,
            new Date(interval.from).toISOString(),
            ...dimensions.map((name) => interval[name]),
          ].join(' '),
        ),
      )
      .sort(),
    findings: children
      .flatMap((child) => {
        const course = courseOf(child, currentPolicy);
        const found = findingsOf(course, statusAt(child, course, currentPolicy, at));
        return [
          `${child.childId} ${findingsText(found)}`,
          ...(['obligations', 'discrepancies', 'accountability'] as const).flatMap((table) =>
            found[table].map((row) => [child.childId, ...Object.values(findingOf(table, row))].join('|')),
          ),
        ];
      })
      .sort(),
  };
}

function textOf(child: Parameters<typeof assess>[0], at: number): string {
  return JSON.stringify(assess(child, currentPolicy, at));
}

/** What the database holds. */
export async function readProjection(pool: Pool): Promise<Projection> {
  const statuses = await pool.query<{ line: string }>(
    `select child_id || ' ' || doc as line from child_status`,
  );
  const links = await pool.query<{ line: string }>(
    `select concat_ws(' ', record_key, source, event_id, digest, coalesce(child_id::text, '-'), link_rule) as line
    from record`,
  );
  const history = await pool.query<{
    child_id: string;
    valid_from: Date;
    placement: string;
    notice_to_appear: string;
    court: string;
    address: string;
    contact: string;
    verification: string;
  }>('select * from status_history');
  const moment = (name: string): string =>
    `coalesce(to_char(${name} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), '')`;
  const unless = (name: string, infinite: string): string =>
    `case when ${name} = '${infinite}' then '${infinite}' else ${moment(name)} end`;
  const findings = await pool.query<{ line: string }>(
    `select child_id || ' ' || findings as line from child_status
     union all select concat_ws('|', child_id, rule, owner, subject, ${moment('opens_at')}, ${moment('due_at')}, ${moment('overdue_at')},
       ${moment('closed_at')}, coalesce(closed_as, ''), ${moment('waived_at')}, ${moment('acknowledged_at')}, coalesce(field_office, ''),
       coalesce(birth_date::text, ''), state, level) from obligation
     union all select concat_ws('|', child_id, rule, subject, owner, records, detail, ${unless('opens_at', '-infinity')},
       ${moment('closes_at')}, announced::text) from discrepancy
     union all select concat_ws('|', child_id, measure, cohort, ${moment('valid_from')}, ${unless('valid_to', 'infinity')})
       from accountability`,
  );
  return {
    statuses: statuses.rows.map((row) => row.line).sort(),
    links: links.rows.map((row) => row.line).sort(),
    history: history.rows
      .map((row) =>
        [
          row.child_id,
          row.valid_from.toISOString(),
          row.placement,
          row.notice_to_appear,
          row.court,
          row.address,
          row.contact,
          row.verification,
        ].join(' '),
      )
      .sort(),
    findings: findings.rows.map((row) => row.line).sort(),
  };
}

const CLEARED =
  'record identifier overused_event overused_identifier child_status status_history obligation discrepancy accountability consumer_offset ' +
  'rollcall.status_change rollcall.notice rollcall.dead_letter';

/** Forget everything applied, as before the first message; deleting a few rows takes a fortieth of what truncating does. */
export async function clearProjection(pool: Pool): Promise<void> {
  await pool.query(
    `${CLEARED.split(' ')
      .map((table) => `delete from ${table};`)
      .join('')}
     update rollcall.change_head set next = 1, published = 0`,
  );
}

/**
 * Puts records on topics, in memory, and hands them out as a subscription would.
 * @param receivedAt when intake took a record
 */
export function messageSource(receivedAt?: (one: Assertion) => string): {
  batchOf(records: readonly Assertion[]): PartitionBatch[];
} {
  const next = new Map<string, bigint>();
  return {
    batchOf(records) {
      const batches = new Map<string, PartitionBatch>();
      for (const one of records) {
        const message = messageFor(one, receivedAt?.(one));
        const partition = partitionOf(message.key, topics[0]!.partitions);
        const name = `${message.topic}/${partition}`;
        const offset = next.get(name) ?? 0n;
        next.set(name, offset + 1n);
        const read: LogRecord = { ...message, partition, offset, appendedAt: new Date('2099-12-31') };
        const batch = batches.get(name);
        if (batch === undefined) {
          batches.set(name, {
            topic: message.topic,
            partition,
            from: offset,
            next: offset + 1n,
            messages: [read],
          });
        } else {
          batch.messages.push(read);
          batch.next = offset + 1n;
        }
      }
      return [...batches.values()];
    },
  };
}
