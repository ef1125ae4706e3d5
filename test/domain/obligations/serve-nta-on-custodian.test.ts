import { dutyTable } from '../../support/duties.ts';
import { record, someANumber } from '../../support/records.ts';

type Precision = 'day' | 'month' | 'year' | 'assigned';
const born = (value: string, precision: Precision = 'day') =>
  record('hhs.placement', 'p', {
    data: { person: { identifiers: { aNumber: someANumber }, birthDate: { value, precision } } },
  });
const notice = (id: string, servedOn: string | undefined, more: object = {}) =>
  record('ice.notice-to-appear', id, {
    data: { issuedOn: '2025-01-02', ...(servedOn === undefined ? {} : { servedOn }), ...more },
  });
const onChild = { servedOnRole: 'child' };
const onCustodian = { servedOnRole: 'custodian' };

dutyTable('serve-nta-on-custodian', [
  [
    'is met at once by service on the custodian',
    [born('2013-05-05'), notice('n', '2025-03-01', onCustodian)],
    { '2025-03-01T04:59:59Z': 'not-started', '2025-03-01T05:00:00Z': 'met' },
  ],
  [
    'is overdue at once by service on the child',
    [born('2013-05-05'), notice('n', '2025-03-01', onChild)],
    { '2025-03-01T04:59:59Z': 'not-started', '2025-03-01T05:00:00Z': 'overdue' },
  ],
  [
    'is met late by a later notice served on the custodian, whose own duty is met',
    [born('2013-05-05'), notice('n', '2025-03-01', onChild), notice('o', '2025-04-01', onCustodian)],
    { '2025-04-01T03:59:59Z': 'overdue, not-started', '2025-04-01T04:00:00Z': 'met late, met' },
  ],
  [
    'is not met by an earlier notice',
    [born('2013-05-05'), notice('n', '2025-03-01', onChild), notice('o', '2025-02-01', onCustodian)],
    { '2025-03-01T05:00:00Z': 'overdue, met' },
  ],
  [
    'is not met by a later notice that says service after its own cancelling',
    [
      born('2013-05-05'),
      notice('n', '2025-03-01', onChild),
      notice('o', '2025-04-03', { ...onCustodian, cancelledOn: '2025-04-02' }),
    ],
    { '2025-04-03T04:00:00Z': 'overdue' },
  ],
  [
    'is met by a notice served on the child when it is 14, which starts no duty of its own',
    [born('2011-06-10'), notice('n', '2025-03-01', onChild), notice('o', '2025-06-10', onChild)],
    { '2025-06-10T03:59:59Z': 'overdue', '2025-06-10T04:00:00Z': 'met late' },
  ],
  [
    'starts on the day before the 14th birthday',
    [born('2011-03-02'), notice('n', '2025-03-01', onChild)],
    { '2025-03-01T05:00:00Z': 'overdue' },
  ],
  ['does not start on the 14th birthday', [born('2011-03-01'), notice('n', '2025-03-01', onChild)], 'none'],
  [
    'starts on 28 February of a common year for who was born on the 29th',
    [born('2012-02-29'), notice('n', '2026-02-28', onChild)],
    { '2026-02-28T05:00:00Z': 'overdue' },
  ],
  [
    'does not start on 1 March for who was born on 29 February',
    [born('2012-02-29'), notice('n', '2026-03-01', onChild)],
    'none',
  ],
  [
    'does not start where the child may have been 14: a month',
    [born('2011-03', 'month'), notice('n', '2025-03-01', onChild)],
    'none',
  ],
  [
    'does not start where the child may have been 14: a year',
    [born('2011', 'year'), notice('n', '2025-12-31', onChild)],
    'none',
  ],
  [
    'does not start where the child may have been 14: an assigned date',
    [born('2011-12-31', 'assigned'), notice('n', '2025-03-01', onChild)],
    'none',
  ],
  [
    'starts where it cannot have been',
    [born('2012', 'year'), notice('n', '2025-12-31', onChild)],
    { '2026-01-01T00:00:00Z': 'overdue' },
  ],
  [
    'lapses where the notice is cancelled',
    [born('2013-05-05'), notice('n', '2025-03-01', { ...onChild, cancelledOn: '2025-04-01' })],
    { '2025-04-01T03:59:59Z': 'overdue', '2025-04-01T04:00:00Z': 'lapsed late' },
  ],
  ['does not start without a birth date', [notice('n', '2025-03-01', onChild)], 'none'],
  ['does not start by a notice issued only', [born('2013-05-05'), notice('n', undefined)], 'none'],
  [
    'does not start by a voided notice',
    [born('2013-05-05'), notice('n', '2025-03-01', { ...onChild, voided: true })],
    'none',
  ],
]);
