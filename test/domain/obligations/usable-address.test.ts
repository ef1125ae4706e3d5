import { dutyTable } from '../../support/duties.ts';
import { record } from '../../support/records.ts';

const usable = { line1: '12 Elm Street', city: 'Houston', state: 'TX' as const, postalCode: '77001' };
const blank = { city: 'Houston', state: 'TX' as const };
/** 11:00 Eastern on 3 March. */
const release = (more: object = {}) =>
  record('hhs.release', 'r', { data: { releasedAt: '2025-03-03T16:00:00Z', address: usable, ...more } });
const corrected = (effectiveOn: string, more: object = {}) =>
  record('hhs.address', 'a', { data: { effectiveOn, address: usable, ...more } });

dutyTable('usable-address', [
  [
    'is met at release by a usable address',
    [release()],
    { '2025-03-03T15:59:59Z': 'not-started', '2025-03-03T16:00:00Z': 'met' },
  ],
  [
    'is overdue at release by a blank one',
    [release({ address: blank })],
    { '2025-03-03T15:59:59Z': 'not-started', '2025-03-03T16:00:00Z': 'overdue' },
  ],
  [
    'is overdue at release by none',
    [record('hhs.release', 'r', { data: { releasedAt: '2025-03-03T16:00:00Z' } })],
    { '2025-03-03T16:00:00Z': 'overdue' },
  ],
  [
    'is overdue at release by one that lacks its unit, or whose ZIP is of another state',
    [
      release({ address: { ...usable, unitRequired: true } }),
      record('hhs.release', 's', {
        data: { releasedAt: '2025-05-01T00:00:00Z', address: { ...usable, state: 'MA' } },
      }),
    ],
    { '2025-03-03T16:00:00Z': 'overdue, not-started', '2025-05-01T00:00:00Z': 'lapsed late, overdue' },
  ],
  [
    'is met late by a usable address of HHS’s later',
    [release({ address: blank }), corrected('2025-03-10')],
    { '2025-03-10T03:59:59Z': 'overdue', '2025-03-10T04:00:00Z': 'met late' },
  ],
  [
    'is met at release by a correction that takes effect on that day',
    [release({ address: blank }), corrected('2025-03-03')],
    { '2025-03-03T16:00:00Z': 'met' },
  ],
  [
    'is not met by an address of the day before, an unusable one or a voided one',
    [
      release({ address: blank }),
      corrected('2025-03-02'),
      record('hhs.address', 'b', { data: { effectiveOn: '2025-03-05', address: blank } }),
      record('hhs.address', 'c', { data: { effectiveOn: '2025-03-05', address: usable, voided: true } }),
    ],
    { '2025-03-03T16:00:00Z': 'overdue', '2025-04-01T00:00:00Z': 'overdue' },
  ],
  [
    'is not met by an address that the court was told',
    [
      release({ address: blank }),
      record('eoir.address-change', 'e', { data: { receivedOn: '2025-03-05', address: usable } }),
    ],
    { '2025-04-01T00:00:00Z': 'overdue' },
  ],
  [
    'lapses where the child is in care again',
    [
      release({ address: blank }),
      record('hhs.placement', 'p', { data: { admittedAt: '2025-04-01T00:00:00Z' } }),
    ],
    { '2025-03-31T23:59:59Z': 'overdue', '2025-04-01T00:00:00Z': 'lapsed late' },
  ],
  [
    'was never owed where the child was handed to DHS at the very moment',
    [
      release({ address: blank }),
      record('ice.custody-transfer', 't', {
        data: { transferredAt: '2025-03-03T16:00:00Z', direction: 'to-dhs' },
      }),
    ],
    'none',
  ],
  [
    'is owed once for two releases at one moment',
    [
      release({ address: blank }),
      record('hhs.release', 's', { data: { releasedAt: '2025-03-03T16:00:00Z' } }),
    ],
    { '2025-03-03T16:00:00Z': 'overdue' },
  ],
  ['does not start by another discharge', [release({ dischargeType: 'licensed-programme' })], 'none'],
  ['does not start by a voided release', [release({ address: blank, voided: true })], 'none'],
]);
