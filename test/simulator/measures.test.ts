import { describe, expect, it } from '@jest/globals';
import type { InventedAddress } from '../../src/simulator/addresses.ts';
import { dayOfText, endOfDay, fiscalYearAt } from '../../src/simulator/calendar.ts';
import { emptyLife, type Decision, type Life } from '../../src/simulator/life.ts';
import { failedToAppear, handOver, hasNoNotice, hasUnusableAddress } from '../../src/simulator/measures.ts';
import { idsOf, inventPerson } from '../../src/simulator/people.ts';
import { Random } from '../../src/simulator/random.ts';

const none = new Set<string>();
const day = dayOfText;
const eve = endOfDay;

function life(add: (life: Life) => void): Life {
  const one = emptyLife(0, idsOf('hand', 0), inventPerson(new Random('hand', ''), 13_000), 13_000);
  add(one);
  return one;
}

describe('days', () => {
  it.each([
    ['2024-05-31', '2024-06-01T03:59:59.999Z'],
    ['2025-01-31', '2025-02-01T04:59:59.999Z'],
    ['2024-03-10', '2024-03-11T03:59:59.999Z'],
    ['2024-11-03', '2024-11-04T04:59:59.999Z'],
  ])('%s ends at %s', (text, moment) => {
    expect(new Date(endOfDay(text)).toISOString()).toBe(moment);
  });

  it.each([
    ['2018-10-01T03:59:59.999Z', 2018],
    ['2018-10-01T04:00:00.000Z', 2019],
    ['2023-10-01T03:59:59.999Z', 2023],
    ['2023-10-01T04:00:00.000Z', 2024],
    ['2024-01-01T12:00:00.000Z', 2024],
  ])('%s is of fiscal year %d', (moment, year) => {
    expect(fiscalYearAt(Date.parse(moment))).toBe(year);
  });
});

describe('hand-over', () => {
  const transfer = (
    recordId: string,
    moment: string,
    fieldOffice: string,
    direction: 'to-hhs' | 'to-dhs' = 'to-hhs',
  ): Life['transfers'][number] => ({
    recordId,
    transferredAt: Date.parse(moment),
    fieldOffice,
    direction,
  });
  const one = life(({ transfers }) =>
    transfers.push(
      transfer('X2', '2021-05-01T12:00:00Z', 'Miami'),
      transfer('X1', '2021-05-01T12:00:00Z', 'Phoenix'),
      transfer('X0', '2018-09-30T12:00:00Z', 'Harlingen'),
      transfer('X3', '2020-05-01T12:00:00Z', 'Houston', 'to-dhs'),
    ),
  );

  it('is the earliest to HHS in the window, of two at one moment the smaller key’s', () => {
    expect(handOver(one, none, eve('2025-01-01'), [2019, 2023])).toEqual({
      fiscalYear: 2021,
      fieldOffice: 'Phoenix',
    });
  });

  it('is earlier where the window is wider', () => {
    expect(handOver(one, none, eve('2025-01-01'), [2018, 2023])?.fieldOffice).toBe('Harlingen');
  });

  it('is none before it happened, outside the window, or where no child has the record', () => {
    expect(handOver(one, none, Date.parse('2021-05-01T11:59:59.999Z'), [2019, 2023])).toBeNull();
    expect(handOver(one, none, eve('2025-01-01'), [2022, 2023])).toBeNull();
    const unheard = new Set(['ice.custody-transfer/X1@cbp:e3']);
    expect(handOver(one, unheard, eve('2025-01-01'), [2019, 2023])?.fieldOffice).toBe('Miami');
  });
});

describe('no Notice to Appear', () => {
  const notice = (said: Partial<Life['notices'][number]>, recordId = 'N1'): Life['notices'][number] => ({
    recordId,
    issued: day('2024-01-10'),
    toldAtOnce: false,
    ...said,
  });
  const courtCase = (said: Partial<Life['cases'][number]> = {}): Life['cases'][number] => ({
    recordId: 'C1',
    received: day('2024-03-01'),
    caseType: 'RMV',
    courtCode: 'HOU',
    closings: [],
    told: true,
    ...said,
  });

  it.each<[string, (life: Life) => void, string, boolean]>([
    ['nothing', () => {}, '2024-05-31', true],
    ['issued only', (one) => one.notices.push(notice({})), '2024-05-31', true],
    [
      'served that day',
      (one) => one.notices.push(notice({ served: day('2024-05-31') })),
      '2024-05-31',
      false,
    ],
    [
      'served the next day',
      (one) => one.notices.push(notice({ served: day('2024-06-01') })),
      '2024-05-31',
      true,
    ],
    ['the court received it', (one) => one.cases.push(courtCase()), '2024-05-31', false],
    ['the court reviews a fear', (one) => one.cases.push(courtCase({ caseType: 'CFR' })), '2024-05-31', true],
    ['the court’s case never told', (one) => one.cases.push(courtCase({ told: false })), '2024-05-31', true],
    [
      'the court knows of an issue only',
      (one) => one.cases.push(courtCase({ ntaIssued: day('2024-01-01'), received: day('2024-07-01') })),
      '2024-05-31',
      true,
    ],
    [
      'cancelled',
      (one) => one.notices.push(notice({ served: day('2024-01-12'), cancelled: day('2024-02-01') })),
      '2024-05-31',
      false,
    ],
    [
      'cancelled before it was served',
      (one) => one.notices.push(notice({ cancelled: day('2024-02-01') })),
      '2024-05-31',
      true,
    ],
    [
      'cancelled on the day of service',
      (one) => one.notices.push(notice({ served: day('2024-02-01'), cancelled: day('2024-02-01') })),
      '2024-05-31',
      false,
    ],
    [
      'served on the day after it was cancelled',
      (one) => one.notices.push(notice({ served: day('2024-02-02'), cancelled: day('2024-02-01') })),
      '2024-05-31',
      true,
    ],
    [
      'one cancelled unserved, one served and cancelled',
      (one) =>
        one.notices.push(
          notice({ cancelled: day('2024-02-01') }),
          notice({ filed: day('2024-03-01'), cancelled: day('2024-04-01') }, 'N2'),
        ),
      '2024-05-31',
      false,
    ],
    [
      'cancelled unserved, with the case that the court received before',
      (one) => {
        one.notices.push(notice({ cancelled: day('2024-04-01') }));
        one.cases.push(courtCase());
      },
      '2024-05-31',
      false,
    ],
    [
      'cancelled, another issued',
      (one) =>
        one.notices.push(
          notice({ served: day('2024-01-12'), cancelled: day('2024-02-01') }),
          notice({ issued: day('2024-03-01') }, 'N2'),
        ),
      '2024-05-31',
      true,
    ],
    [
      'cancelled before the court received a case',
      (one) => {
        one.notices.push(notice({ cancelled: day('2024-02-01') }));
        one.cases.push(courtCase());
      },
      '2024-05-31',
      false,
    ],
  ])('%s', (_, add, on, expected) => {
    expect(hasNoNotice(life(add), none, eve(on))).toBe(expected);
  });
});

describe('failed to appear', () => {
  const decided = (recordId: string, on: string, said: Partial<Decision>): Decision => ({
    recordId,
    decided: day(on),
    ...said,
  });
  const order = decided('D1', '2023-09-30', { decisionCode: 'X', inAbsentia: 'yes' });
  const closing = decided('D2', '2023-09-30', { otherCompletionCode: 'B' });
  const ruling = (on: string, motionCode: string, decisionCode: string): Decision =>
    decided('D3', on, { motionCode, decisionCode });

  it.each<[string, Decision[], string, boolean]>([
    ['an order in absentia, the day before', [order], '2023-09-29', false],
    ['an order in absentia, that day', [order], '2023-09-30', true],
    ['closed for failure to appear', [closing], '2023-09-30', true],
    [
      'decided otherwise',
      [decided('D1', '2023-09-01', { decisionCode: 'T', inAbsentia: 'no' })],
      '2023-09-30',
      false,
    ],
    ['reopened that day', [order, ruling('2023-09-30', 'O', 'G')], '2023-09-30', false],
    ['reopened later, before', [order, ruling('2024-01-05', 'MA', 'G')], '2024-01-04', true],
    ['reopened later', [order, ruling('2024-01-05', 'RD', 'G')], '2024-01-05', false],
    ['reopened before the order', [order, ruling('2023-09-29', 'MA', 'G')], '2024-01-05', true],
    [
      'another case reopened',
      [order, { ...ruling('2024-01-05', 'MA', 'G'), caseId: '2' }],
      '2024-01-05',
      true,
    ],
    ['a denied motion', [order, ruling('2024-01-05', 'MA', 'D')], '2024-01-05', true],
    ['a granted motion of another kind', [order, ruling('2024-01-05', 'CV', 'G')], '2024-01-05', true],
  ])('%s', (_, decisions, on, expected) => {
    expect(
      failedToAppear(
        life((one) => one.decisions.push(...decisions)),
        none,
        eve(on),
      ),
    ).toBe(expected);
  });
});

describe('unusable release address', () => {
  const home: InventedAddress = { kind: 'usable', place: 'home', fields: {} };
  const noUnit: InventedAddress = { kind: 'missing-unit', place: '', fields: {} };
  const release = (
    recordId: string,
    on: string,
    address: InventedAddress | null,
    dischargeType: Life['releases'][number]['dischargeType'] = 'reunified-with-sponsor',
  ): Life['releases'][number] => ({
    recordId,
    releasedAt: Date.parse(`${on}T15:00:00Z`),
    dischargeType,
    ...(address === null ? {} : { address }),
  });

  it.each<[string, Life['releases'], string, boolean]>([
    ['no release', [], '2024-05-31', false],
    ['usable', [release('R1', '2024-01-01', home)], '2024-05-31', false],
    ['lacks its unit', [release('R1', '2024-01-01', noUnit)], '2024-05-31', true],
    ['no address at all', [release('R1', '2024-01-01', null)], '2024-05-31', true],
    ['not yet', [release('R1', '2024-06-01', null)], '2024-05-31', false],
    [
      'the latest counts',
      [release('R1', '2023-01-01', null), release('R2', '2024-01-01', home)],
      '2024-05-31',
      false,
    ],
    [
      'a later discharge of another kind does not',
      [release('R1', '2023-01-01', null), release('R2', '2024-01-01', home, 'aged-out')],
      '2024-05-31',
      true,
    ],
    ['aged out without an address', [release('R1', '2023-01-01', null, 'aged-out')], '2024-05-31', false],
  ])('%s', (_, releases, on, expected) => {
    const one = life((made) => {
      made.releases.push(...releases);
      made.hhsAddresses.push({ recordId: 'A1', day: day('2024-02-01'), address: home });
    });
    expect(hasUnusableAddress(one, none, eve(on))).toBe(expected);
  });
});
