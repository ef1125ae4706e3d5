import { z } from 'zod';
import { isRealDate } from '../../contracts/scalars.ts';
import { easternDay } from '../../domain/eastern.ts';
import { momentOf, timesQuery } from './when.ts';

/** Of which moment a report is asked: a day as auditors name it, or a moment as everywhere else; of both, one. */
export const reportMomentQuery = {
  asOf: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'use a day such as 2024-05-31', abort: true })
    .refine(isRealDate, 'use a day that exists, between 1900 and 2100')
    .optional()
    .describe('As of the last millisecond of this day, Eastern time; today where it is left out'),
  validAt: timesQuery.validAt.describe('In place of asOf: a day or any moment'),
};

interface Asked {
  asOf?: string | undefined;
  validAt?: number | undefined;
}

export const namesOneMoment = ({ asOf, validAt }: Asked): boolean =>
  asOf === undefined || validAt === undefined;

export const oneMomentOnly = { path: ['validAt'], error: 'use asOf or validAt, not both' };

export interface ReportMoment {
  moment: Date;
  /** The Eastern day in which the moment falls, `YYYY-MM-DD`. */
  asOf: string;
  /** What asks for the same moment again. */
  query: { asOf: string } | { validAt: string };
}

export function reportMoment({ asOf, validAt }: Asked, now: Date): ReportMoment {
  if (validAt !== undefined) {
    const moment = new Date(validAt);
    return { moment, asOf: easternDay(validAt), query: { validAt: moment.toISOString() } };
  }
  const day = asOf ?? easternDay(now.getTime());
  return { moment: new Date(momentOf(day)), asOf: day, query: { asOf: day } };
}
