import { dutyTable } from '../../support/duties.ts';
import { record, someANumber } from '../../support/records.ts';

const elm = { line1: '12 Elm Street', city: 'Houston', state: 'TX' as const, postalCode: '77001' };
const oak = { line1: '9 Oak Avenue', city: 'Houston', state: 'TX' as const, postalCode: '77002' };
const received = (receivedOn = '2025-01-10', more: object = {}) =>
  record('eoir.case', 'c', { data: { receivedOn, ...more } });
const moved = (effectiveOn: string, more: object = {}, id = 'a') =>
  record('hhs.address', id, { data: { effectiveOn, address: elm, ...more } });
const released = (address?: object) =>
  record('hhs.release', 'r', { data: { releasedAt: '2025-02-01T15:00:00Z', ...(address && { address }) } });
const told = (receivedOn: string, more: object = {}) =>
  record('eoir.address-change', 'e', { data: { receivedOn, address: elm, ...more } });
const decided = (decidedOn: string, more: object = {}, id = 'd') =>
  record('eoir.decision', id, { data: { decidedOn, ...more } });
const granted = { decisionCode: 'G', motionCode: 'MA' };

/** Of a case that the court names. */
const of = (eoirCaseId: string) => ({ aNumber: someANumber, eoirCaseId });

dutyTable('tell-court-new-address', [
  [
    'is overdue when the fifth working day has ended, over the change to summer time',
    [received(), moved('2025-03-05'), told('2025-03-20')],
    {
      '2025-03-05T04:59:59Z': 'not-started',
      '2025-03-05T05:00:00Z': 'open',
      '2025-03-13T03:59:59Z': 'open',
      '2025-03-13T04:00:00Z': 'overdue',
      '2025-03-20T04:00:00Z': 'met late',
    },
  ],
  [
    'does not lapse by the end of one case while another is pending',
    [
      record('eoir.case', 'c', { data: { receivedOn: '2025-01-10' }, ids: of('1') }),
      record('eoir.case', 'b', { data: { receivedOn: '2025-01-11' }, ids: of('2') }),
      moved('2025-03-05'),
      record('eoir.decision', 'd', { data: { decidedOn: '2025-03-06' }, ids: of('2') }),
      record('eoir.decision', 'e', { data: { decidedOn: '2025-03-07' }, ids: of('1') }),
    ],
    { '2025-03-06T05:00:00Z': 'open', '2025-03-07T05:00:00Z': 'lapsed' },
  ],
  [
    'is met in time on the fifth working day',
    [received(), moved('2025-03-05'), told('2025-03-12')],
    { '2025-03-12T04:00:00Z': 'met' },
  ],
  [
    'is late on the sixth',
    [received(), moved('2025-03-05'), told('2025-03-13')],
    { '2025-03-13T04:00:00Z': 'met late' },
  ],
  [
    'does not count Christmas Day and New Year’s Day',
    [received(), moved('2025-12-24')],
    { '2026-01-03T04:59:59Z': 'open', '2026-01-03T05:00:00Z': 'overdue' },
  ],
  [
    'is met as it opens by a form that came before with that address',
    [received(), moved('2025-03-05'), told('2025-03-01')],
    { '2025-03-05T05:00:00Z': 'met' },
  ],
  [
    'is not met by an earlier form with another address',
    [received(), moved('2025-03-05'), told('2025-03-01', { address: oak })],
    { '2025-03-13T04:00:00Z': 'overdue' },
  ],
  [
    '… nor by one with that address of before the court was told of another: the child moved back',
    [
      received(),
      released(oak),
      told('2025-02-10'),
      record('eoir.address-change', 'f', { data: { receivedOn: '2025-02-20', address: oak } }),
      moved('2025-03-05'),
    ],
    { '2025-03-05T05:00:00Z': 'open', '2025-03-13T04:00:00Z': 'overdue' },
  ],
  [
    '… of whatever sender; of the same address again it is',
    [
      received(),
      released(oak),
      told('2025-02-10'),
      record('eoir.address-change', 'f', {
        data: { receivedOn: '2025-02-20', contactChangeCode: 'HHS/UC', address: oak },
      }),
      moved('2025-03-05'),
    ],
    { '2025-03-05T05:00:00Z': 'open' },
  ],
  [
    '…',
    [
      received(),
      released(oak),
      told('2025-02-10'),
      record('eoir.address-change', 'f', {
        data: { receivedOn: '2025-02-20', contactChangeCode: 'HHS/UC', address: elm },
      }),
      moved('2025-03-05'),
    ],
    { '2025-03-05T05:00:00Z': 'met' },
  ],
  [
    'is met by the electronic form',
    [received(), moved('2025-03-05'), told('2025-03-06', { contactChangeCode: '33-COURT (Electronic)' })],
    { '2025-03-06T05:00:00Z': 'met' },
  ],
  [
    'is not met by what HHS told the court',
    [received(), moved('2025-03-05'), told('2025-03-06', { contactChangeCode: 'HHS/UC' })],
    { '2025-03-06T05:00:00Z': 'open' },
  ],
  [
    'is not met by a voided form',
    [received(), moved('2025-03-05'), told('2025-03-06', { voided: true })],
    { '2025-03-06T05:00:00Z': 'open' },
  ],
  [
    'opens with the case where the address took effect before',
    [received('2025-03-20'), moved('2025-03-05')],
    {
      '2025-03-20T03:59:59Z': 'not-started',
      '2025-03-20T04:00:00Z': 'open',
      '2025-03-28T04:00:00Z': 'overdue',
    },
  ],
  [
    'lapses by a newer address, which is owed instead',
    [received(), moved('2025-03-05'), moved('2025-04-01', { address: oak }, 'b')],
    { '2025-04-01T03:59:59Z': 'overdue, not-started', '2025-04-01T04:00:00Z': 'lapsed late, open' },
  ],
  [
    'was never owed for an address that was left before the case',
    [received('2025-04-01'), moved('2025-03-05'), moved('2025-03-20', { address: oak }, 'b')],
    { '2025-04-01T04:00:00Z': 'open' },
  ],
  [
    'lapses where the case is decided',
    [received(), moved('2025-03-05'), decided('2025-03-10')],
    { '2025-03-10T04:00:00Z': 'lapsed' },
  ],
  [
    'is not owed where the case was over before',
    [received(), decided('2025-02-10'), moved('2025-03-05')],
    'none',
  ],
  [
    'is owed when a case that was over is reopened',
    [received(), decided('2025-02-10'), moved('2025-03-05'), decided('2025-04-01', granted, 'm')],
    { '2025-04-01T03:59:59Z': 'not-started', '2025-04-01T04:00:00Z': 'open' },
  ],
  [
    'is owed after a decision that was reopened on its day',
    [received(), decided('2025-02-10'), decided('2025-02-10', granted, 'm'), moved('2025-03-05')],
    { '2025-03-05T05:00:00Z': 'open' },
  ],
  [
    'lapses where the child is in custody again',
    [
      received(),
      moved('2025-03-05'),
      record('ice.custody-transfer', 't', {
        data: { apprehendedAt: '2025-03-07T12:00:00Z', transferredAt: '2025-03-08T12:00:00Z' },
      }),
    ],
    { '2025-03-07T11:59:59Z': 'open', '2025-03-07T12:00:00Z': 'lapsed' },
  ],
  [
    'is not owed of an address that takes effect while the child is in care: its release says where it goes',
    [
      received(),
      record('hhs.placement', 'p', { data: { admittedAt: '2025-01-05T15:00:00Z' } }),
      moved('2025-01-31'),
      released(elm),
    ],
    'none',
  ],
  [
    '… nor in custody of DHS',
    [
      received(),
      released(oak),
      record('ice.custody-transfer', 't', {
        data: { direction: 'to-dhs', transferredAt: '2025-03-01T12:00:00Z' },
      }),
      moved('2025-03-05'),
    ],
    'none',
  ],
  [
    'opens with the release where the address is for its day, and is met by a form of that day',
    [
      received(),
      record('hhs.placement', 'p', { data: { admittedAt: '2025-01-05T15:00:00Z' } }),
      released(oak),
      moved('2025-02-01'),
      told('2025-02-01'),
    ],
    { '2025-02-01T14:59:59Z': 'not-started', '2025-02-01T15:00:00Z': 'met' },
  ],
  [
    '… and overdue as from that day',
    [
      received(),
      record('hhs.placement', 'p', { data: { admittedAt: '2025-01-05T15:00:00Z' } }),
      released(oak),
      moved('2025-02-01'),
    ],
    {
      '2025-02-01T15:00:00Z': 'open',
      '2025-02-08T04:59:59Z': 'open',
      '2025-02-08T05:00:00Z': 'overdue',
    },
  ],
  [
    'does not start by HHS’s word that it has no address',
    [received(), moved('2025-03-05', { address: {} })],
    'none',
  ],
  [
    '… nor by one that no letter reaches',
    [received(), moved('2025-03-05', { address: { ...elm, line1: 'UNKNOWN' } })],
    'none',
  ],
  [
    'does not start by the address of the release before, however it is written',
    [received(), released(elm), moved('2025-03-05', { address: { ...elm, line1: '12 ELM ST.' } })],
    'none',
  ],
  ['… of the same day, too', [received(), released(elm), moved('2025-02-01')], 'none'],
  [
    'starts by another address than that of the release',
    [received(), released(oak), moved('2025-03-05')],
    { '2025-03-05T05:00:00Z': 'open' },
  ],
  [
    '… or where it had none',
    [received(), released(), moved('2025-03-05')],
    { '2025-03-05T05:00:00Z': 'open' },
  ],
  [
    'neither starts nor lapses where HHS says the same address again',
    [received(), moved('2025-03-05'), moved('2025-03-07', {}, 'b'), moved('2025-03-08', {}, 'c')],
    { '2025-03-07T05:00:00Z': 'open', '2025-03-13T04:00:00Z': 'overdue' },
  ],
  [
    'starts again where the child moves back',
    [
      received(),
      moved('2025-03-05'),
      moved('2025-03-07', { address: oak }, 'b'),
      moved('2025-03-10', {}, 'c'),
    ],
    { '2025-03-10T04:00:00Z': 'lapsed, lapsed, open' },
  ],
  [
    '… also where HHS had no address between: what was owed lapsed by that',
    [
      received(),
      moved('2025-03-05'),
      moved('2025-03-07', { address: {} }, 'b'),
      moved('2025-03-10', {}, 'c'),
    ],
    { '2025-03-10T04:00:00Z': 'lapsed, open' },
  ],
  ['does not start without a case', [moved('2025-03-05')], 'none'],
  [
    'does not start by a voided address, or with a voided case',
    [received('2025-01-10', { voided: true }), moved('2025-03-05')],
    'none',
  ],
  ['does not start by a form alone', [received(), told('2025-03-05')], 'none'],
]);
