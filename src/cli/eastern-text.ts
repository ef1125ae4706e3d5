/** Moments (RFC 3339) for people, in Eastern time as deadlines are; '' for none. */

const parts = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/New_York',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

/** `2026-11-27 23:59` */
export function minuteText(moment: string | null): string {
  if (moment === null) return '';
  const found = new Map(parts.formatToParts(new Date(moment)).map(({ type, value }) => [type, value]));
  const [year, month, day] = [found.get('year'), found.get('month'), found.get('day')];
  return `${year}-${month}-${day} ${found.get('hour')}:${found.get('minute')}`;
}

/** The day on which it falls. */
export function dayText(moment: string | null): string {
  return minuteText(moment).slice(0, 10);
}

/** Until when something is in time: the last day where that is a day's end, else the minute; the day of what is due as it opens. */
export function dueText(moment: string | null, opensAt: string | null = null): string {
  if (moment === null) return '';
  // At once is no end of a day before.
  if (moment === opensAt) return dayText(moment);
  const text = minuteText(moment);
  return text.endsWith(' 00:00') ? dayText(new Date(Date.parse(moment) - 1).toISOString()) : text;
}
