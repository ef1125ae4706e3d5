import { latestOfficeOf } from '../../domain/accountability.ts';
import type { Course } from '../../domain/assess.ts';
import { closingOf, dutyStateAt, type OwedDuty } from '../../domain/obligations/duties.ts';
import type { ChildThen } from '../../reconciler/known-at.ts';
import type { WorklistDuty, WorklistQuestion } from '../../store/queries/read-worklist.ts';

/** The duties that a question asks for, of a child as an earlier knowledge tells it. */
export function* dutiesThen(
  { caseFile, course }: ChildThen,
  question: WorklistQuestion,
): Generator<WorklistDuty, void, undefined> {
  for (const duty of course.duties) {
    if (duty.rule.id !== question.rule) continue;
    const found = dutyThen(caseFile.childId, course, duty, question.validAt.getTime());
    if (keeps(question, found)) yield found;
  }
}

/** As the reconciler would have stored it (reconciler/findings.ts). */
function dutyThen(childId: string, course: Course, duty: OwedDuty, at: number): WorklistDuty {
  return {
    childId,
    owner: duty.owner,
    subject: duty.subject,
    state: dutyStateAt(duty, at).state,
    opensAt: new Date(duty.opensAt),
    dueAt: moment(duty.dueAt),
    overdueAt: moment(duty.overdueAt),
    closedAt: moment(closingOf(duty).at),
    waivedAt: moment(duty.waivedAt),
    acknowledgedAt: moment(duty.acknowledgedAt),
    fieldOffice: latestOfficeOf(course.accountability),
    birthDate: course.birth?.earliest ?? null,
  };
}

/** As store/queries/read-worklist.ts asks the database. */
function keeps(question: WorklistQuestion, duty: WorklistDuty): boolean {
  const { states, owners, fieldOffices, born, acknowledged, validAt } = question;
  if (!states.includes(duty.state)) return false;
  if (owners !== null && !owners.includes(duty.owner)) return false;
  if (fieldOffices !== null && (duty.fieldOffice === null || !fieldOffices.includes(duty.fieldOffice)))
    return false;
  if (acknowledged !== null && isBy(duty.acknowledgedAt, validAt) !== acknowledged) return false;
  if (born === null) return true;
  const { birthDate } = duty;
  if (birthDate === null) return born.unknown;
  return born.ranges.some(
    ({ after, upTo }) => (after === null || birthDate > after) && (upTo === null || birthDate <= upTo),
  );
}

function isBy(moment: Date | null, at: Date): boolean {
  return moment !== null && moment <= at;
}

function moment(at: number): Date | null {
  return Number.isFinite(at) ? new Date(at) : null;
}
