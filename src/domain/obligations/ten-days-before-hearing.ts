import { easternDay, easternMidnight } from '../eastern.ts';
import { addDays } from '../working-days.ts';
import { duty, momentOf, type ObligationRule } from './rule.ts';

/** The first hearing for the day of service or later; while none is set there is no moment to be late by. */
export const tenDaysBeforeHearing: ObligationRule = {
  id: 'ten-days-before-hearing',
  title: 'Leave ten days between service and the first hearing',
  owners: ['eoir'],
  authority: 'INA 239(b)(1), 8 USC 1229(b)(1)',
  severity: 'medium',
  starts: 'Notice to Appear served',
  due: { calendarDays: 10 },
  metBy:
    'a first hearing on the tenth day after service or later; an earlier one breaks it until it is moved',
  expects: null,
  inForce: { from: '2009-03-23', to: null },
  duties({ facts }, due) {
    const days = typeof due === 'object' && 'calendarDays' in due ? due.calendarDays : 10;
    return facts['ice.notice-to-appear'].flatMap(({ key, data }) => {
      if (data.servedOn === undefined) return [];
      const served = easternMidnight(data.servedOn);
      let first: { key: string; at: number; told: number } | undefined;
      for (const hearing of facts['eoir.hearing']) {
        const at = momentOf(hearing.data.scheduledFor);
        if (at < served || (first !== undefined && at >= first.at)) continue;
        first = { key: hearing.key, at, told: Math.min(at, momentOf(hearing.data.occurredAt)) };
      }
      const cancelled =
        data.cancelledOn === undefined
          ? {}
          : { lapsesAt: easternMidnight(data.cancelledOn), lapsedBy: [key] };
      if (first === undefined) return [duty('eoir', key, served, due, { dueAt: Infinity, ...cancelled })];
      const known = Math.max(served, first.told);
      const enough = easternDay(first.at) >= addDays(data.servedOn, days);
      return [
        duty('eoir', key, served, due, {
          ...(enough ? { dueAt: Infinity, metAt: known, metBy: [first.key] } : { dueAt: known }),
          ...cancelled,
        }),
      ];
    });
  },
};
