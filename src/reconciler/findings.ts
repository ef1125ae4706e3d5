import type { ChildStatus } from '../contracts/status.ts';
import { latestOfficeOf } from '../domain/accountability.ts';
import type { Course } from '../domain/assess.ts';
import { momentText } from '../domain/instant.ts';
import { closingOf } from '../domain/obligations/duties.ts';
import { findingRow, type Findings } from '../store/queries/write-findings.ts';

/**
 * A child's duties, discrepancies and places in the auditors' table as the rows that keep them; the order of columns is that of
 * store/migrations/0003_obligations.sql.
 * @param status the same course at the moment of assessment
 */
export function findingsOf(course: Course, status: ChildStatus): Findings {
  const office = latestOfficeOf(course.accountability) ?? '';
  const shown = new Set(status.discrepancies.map(({ rule, records }) => `${rule} ${records.join(' ')}`));
  return {
    obligations: status.obligations.map((one, index) => {
      const duty = course.duties[index]!;
      const closing = closingOf(duty);
      return findingRow([
        one.id,
        one.owner,
        one.subject,
        one.opensAt,
        one.due ?? '',
        one.overdueAt ?? '',
        momentText(closing.at) ?? '',
        closing.as ?? '',
        momentText(duty.waivedAt) ?? '',
        momentText(duty.acknowledgedAt) ?? '',
        office,
        course.birth?.earliest ?? '',
        one.state,
        String(one.level),
      ]);
    }),
    discrepancies: course.contradictions.map(({ rule, records, owner, detail, from, until }) =>
      findingRow([
        rule,
        records[0]!,
        owner,
        records.join(' '),
        detail,
        momentText(from) ?? '-infinity',
        momentText(until) ?? '',
        String(shown.has(`${rule} ${records.join(' ')}`)),
      ]),
    ),
    accountability: course.accountability.map(({ measure, cohort, from, to }) =>
      findingRow([measure, cohort, momentText(from)!, momentText(to) ?? 'infinity']),
    ),
  };
}
