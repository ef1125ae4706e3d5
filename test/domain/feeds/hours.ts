import { easternMidnight } from '../../../src/domain/eastern.ts';
import { addDays } from '../../../src/domain/working-days.ts';

const HOUR = 3_600_000;

/** Hours of the clock, Eastern, on each of the days from one to another that `on` lets through. */
export function hoursOf(
  from: string,
  to: string,
  clock: readonly number[],
  on: (day: string) => boolean = () => true,
): number[] {
  const hours: number[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (on(day)) for (const hour of clock) hours.push(at(day, hour));
  }
  return hours;
}

/** An hour of the clock that shows Eastern time. */
export function at(day: string, hour: number): number {
  let moment = easternMidnight(day) + hour * HOUR;
  const shown = (): number =>
    Number(
      new Date(moment).toLocaleString('en-US', {
        timeZone: 'America/New_York',
        hour: 'numeric',
        hourCycle: 'h23',
      }),
    );
  if (shown() !== hour) moment += (hour - shown()) * HOUR;
  return moment;
}
