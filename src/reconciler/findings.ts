import type { ChildStatus } from '../contracts/status.ts';
import { latestOfficeOf } from '../domain/accountability.ts';
import type { Course } from '../domain/assess.ts';
import { contradictionName } from '../domain/discrepancies/rule.ts';
import { momentText } from '../domain/instant.ts';
import { closingOf } from '../domain/obligations/duties.ts';
import { findingRow, type Findings } from '../store/queries/write-findings.ts';

/**
 * A child's duties, discrepancies and places in the auditors' table as the rows that keep them
 * (store/migrations/0003_obligations.sql).
 * @param status the same course at the moment of assessment
 */
export function findingsOf(course: Course, status: ChildStatus): Findings {
  const office = latestOfficeOf(course.accountability) ?? '';
  const shown = new Set(status.discrepancies.map(contradictionName));
  return {
    obligations: status.obligations.map((one, index) => {
      const duty = course.duties[index]!;
      const closing = closingOf(duty);
      return findingRow('obligations', {
        rule: one.id,
        owner: one.owner,
        subject: one.subject,
        opens_at: one.opensAt,
        due_at: one.due ?? '',
        overdue_at: one.overdueAt ?? '',
        closed_at: momentText(closing.at) ?? '',
        closed_as: closing.as ?? '',
        waived_at: momentText(duty.waivedAt) ?? '',
        acknowledged_at: momentText(duty.acknowledgedAt) ?? '',
        field_office: office,
        birth_date: course.birth?.earliest ?? '',
        state: one.state,
        level: String(one.level),
      });
    }),
    discrepancies: course.contradictions.map(({ rule, records, owner, detail, from, until }) =>
      findingRow('discrepancies', {
        rule,
        subject: records[0]!,
        owner,
        records: records.join(' '),
        detail,
        opens_at: momentText(from) ?? '-infinity',
        closes_at: momentText(until) ?? '',
        announced: String(shown.has(contradictionName({ rule, records }))),
      }),
    ),
    accountability: course.accountability.map(({ measure, cohort, from, to }) =>
      findingRow('accountability', {
        measure,
        cohort,
        valid_from: momentText(from)!,
        valid_to: momentText(to) ?? 'infinity',
      }),
    ),
  };
}
