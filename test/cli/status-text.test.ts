import { describe, expect, it } from '@jest/globals';
import { statusText } from '../../src/cli/status-text.ts';
import type {
  ChildStatusWithPositions,
  Discrepancy,
  Obligation,
  Silence,
} from '../../src/contracts/status.ts';

const nothing = { since: null, basis: [], rule: 'no-record' };
const released = '2026-03-01T15:00:00.000Z';
const release = 'hhs.release/R-3';

const status: ChildStatusWithPositions = {
  childId: '0e2c6b1e-7f6f-8b1a-9d2e-000000000001',
  policyVersion: '2026-01-01',
  asOf: '2026-04-08T03:00:00.000Z',
  nextChangeAt: null,
  placement: { value: 'released', since: released, basis: [release], rule: 'discharged' },
  noticeToAppear: { ...nothing, value: 'none' },
  court: { ...nothing, value: 'no-case' },
  address: { value: 'usable', since: released, basis: [release], rule: 'usable:street-address' },
  contact: { value: 'due', since: '2026-03-31T15:00:00.000Z', basis: [release], rule: 'call-due' },
  verification: { value: 'verified', since: released, basis: [release], rule: 'contact' },
  obligations: [],
  silences: [],
  discrepancies: [],
  links: [],
  freshness: { ice: null, hhs: released, eoir: null },
  positions: {},
  withheld: [],
};

const duty: Obligation = {
  id: 'notify-hhs',
  owner: 'ice',
  subject: 'ice.custody-transfer/T-1',
  authority: '8 USC 1232(b)(2)',
  state: 'met',
  since: '2021-03-20T16:00:00.000Z',
  opensAt: '2021-03-20T01:22:00.000Z',
  due: '2021-03-22T01:22:00.000Z',
  overdueAt: '2021-03-22T01:22:00.000Z',
  late: false,
  level: 0,
  acknowledgedAt: null,
  basis: ['ice.custody-transfer/T-1'],
};

/** The lines of one section, each as its cells; the first is the table's head. */
function section(title: string, told: Partial<ChildStatusWithPositions>): string[][] {
  const found = statusText({ ...status, ...told })
    .split('\n\n')
    .find((part) => part.startsWith(`${title}\n`));
  if (found === undefined) throw new Error(`no section ${title}`);
  const lines = found.trimEnd().split('\n').slice(1);
  return lines.map((line) => line.trim().split(/ {2,}/));
}

const OTHERS = 'Met, waived, lapsed or still to begin';

const owed = (...duties: Array<Partial<Obligation>>): string[][] => {
  const isNow = duties.every(({ state }) => state === 'open' || state === 'overdue');
  return section(isNow ? 'Owed now' : OTHERS, { obligations: duties.map((one) => ({ ...duty, ...one })) });
};

describe('what is owed, for people', () => {
  it('says whose it is, since when it is so, when it was due, by what authority and by which records', () => {
    expect(owed({})).toEqual([
      ['obligation', 'owner', 'state', 'since', 'due', 'authority', 'records'],
      [
        'notify-hhs',
        'ice',
        'met',
        '2021-03-20',
        '2021-03-21 21:22',
        '8 USC 1232(b)(2)',
        'ice.custody-transfer/T-1',
      ],
    ]);
  });

  it.each<[string, Partial<Obligation>]>([
    ['met', {}],
    ['met late', { late: true }],
    ['waived late', { state: 'waived', late: true }],
    // Overdue says so itself.
    ['overdue', { state: 'overdue', late: true }],
    ['open, seen 2021-03-21', { state: 'open', acknowledgedAt: '2021-03-22T03:00:00.000Z' }],
    [
      'overdue, seen 2021-04-01',
      { state: 'overdue', late: true, acknowledgedAt: '2021-04-01T15:00:00.000Z' },
    ],
  ])('%s', (text, one) => {
    expect(owed(one)[1]![2]).toBe(text);
  });

  it('gives the last day that is in time, and for what was due at once the day itself', () => {
    expect(owed({ due: '2021-03-23T04:00:00.000Z' })[1]![4]).toBe('2021-03-22');
    const served = '2026-06-15T04:00:00.000Z';
    expect(owed({ opensAt: served, due: served })[1]![4]).toBe('2026-06-15');
  });

  it('says until when it would still not be late', () => {
    const rows = owed({ due: '2026-12-02T09:29:00.000Z', overdueAt: '2026-12-09T09:29:00.000Z' });
    expect(rows.slice(1)).toEqual([expect.arrayContaining(['2026-12-02 04:29']), ['grace 2026-12-09']]);
  });

  it('comes before every other duty where it is owed now', () => {
    const obligations = (['waived', 'overdue', 'met', 'open', 'lapsed', 'not-started'] as const).map(
      (state) => ({ ...duty, state }),
    );
    const states = (title: string) => section(title, { obligations }).map((cells) => cells[2]);
    expect(states('Owed now')).toEqual(['state', 'overdue', 'open']);
    expect(states(OTHERS)).toEqual(['state', 'waived', 'met', 'lapsed', 'not-started']);
    const text = statusText({ ...status, obligations });
    expect(text.indexOf('Owed now')).toBeLessThan(text.indexOf(OTHERS));
    expect(text.indexOf('Owed now')).toBeGreaterThan(0);
  });

  it('comes in the order in which it began', () => {
    const at = (opensAt: string, subject: string): Partial<Obligation> => ({
      id: 'report-hearing-outcome',
      opensAt,
      subject,
      basis: [subject],
    });
    const rows = owed(
      at('2023-05-01T14:00:00.000Z', 'eoir.hearing/H-10'),
      at('2022-05-01T14:00:00.000Z', 'eoir.hearing/H-9'),
      at('2022-05-01T14:00:00.000Z', 'eoir.hearing/H-2'),
    );
    expect(rows.slice(1).map((cells) => cells.at(-1))).toEqual([
      'eoir.hearing/H-2',
      'eoir.hearing/H-9',
      'eoir.hearing/H-10',
    ]);
  });

  it('puts one record on a line, 2 before 10, and each authority on its own, so that lines stay short', () => {
    const text = statusText({
      ...status,
      obligations: [
        {
          ...duty,
          id: 'respond-to-missed-hearing',
          state: 'overdue',
          acknowledgedAt: '2021-04-01T15:00:00.000Z',
          authority: 'ORR–DHS memorandum of agreement; ORR policy guide 2.8',
          basis: ['hhs.wellbeing-call/CALL-WRL7O-10', 'hhs.wellbeing-call/CALL-WRL7O-2'],
        },
      ],
    });
    expect(text).toMatch(
      /overdue, seen .* ORR–DHS memorandum of agreement; +hhs\.wellbeing-call\/CALL-WRL7O-2\n +ORR policy guide 2\.8 +hhs\.wellbeing-call\/CALL-WRL7O-10\n/,
    );
    expect(text.split('\n').filter((line) => line.length > 160)).toEqual([]);
  });
});

describe('what else a status says, for people', () => {
  it('names the records that should have come', () => {
    const silence: Silence = {
      expected: 'hhs.placement',
      from: 'hhs',
      since: '2021-03-25T03:00:00.000Z',
      obligation: 'confirm-arrival',
      subject: 'ice.custody-transfer/T-1',
    };
    expect(section('Records that should have come by now', { silences: [silence] })).toEqual([
      ['expected', 'from', 'since', 'obligation', 'begun by'],
      ['hhs.placement', 'hhs', '2021-03-24', 'confirm-arrival', 'ice.custody-transfer/T-1'],
    ]);
  });

  it('names the records that cannot both be true', () => {
    const discrepancy: Discrepancy = {
      rule: 'two-releases',
      records: ['hhs.release/R-10', 'hhs.release/R-2'],
      owner: 'hhs',
      detail: 'released twice',
      since: '2021-03-25T03:00:00.000Z',
    };
    expect(section('Records that cannot both be true', { discrepancies: [discrepancy] })).toEqual([
      ['discrepancy', 'owner', 'since', 'records', 'what differs'],
      ['two-releases', 'hhs', '2021-03-24', 'hhs.release/R-2', 'released twice'],
      ['hhs.release/R-10'],
    ]);
  });

  it('lists records, 2 before 10, and acts on duties, each with where it stands in the log', () => {
    const link = { version: 1, by: 'a-number', certainty: 'exact', voided: false } as const;
    const rows = section('Records', {
      links: [
        { ...link, record: 'eoir.hearing/H-10', voided: true },
        { ...link, record: 'eoir.hearing/H-2', version: 3 },
      ],
      positions: {
        'eoir.hearing/H-10': { topic: 'eoir.hearing.v1', partition: 2, offset: '110' },
        'eoir.hearing/H-2': { topic: 'eoir.hearing.v1', partition: 0, offset: '7' },
        'rollcall.obligation-act/A-1': { topic: 'rollcall.obligation-act.v1', partition: 1, offset: '4' },
      },
    });
    expect(rows).toEqual([
      ['record', 'version', 'linked by', 'stands at'],
      ['eoir.hearing/H-2', '3', 'a-number', 'eoir.hearing.v1/0/7'],
      ['eoir.hearing/H-10', '1', 'a-number, withdrawn', 'eoir.hearing.v1/2/110'],
      ['rollcall.obligation-act/A-1', 'rollcall.obligation-act.v1/1/4'],
    ]);
  });

  it('gives all days and times in Eastern time', () => {
    const text = statusText(status);
    expect(text).toContain('Holds          from 2026-04-07 23:00  until news');
    expect(text).toContain('Days and times are Eastern.');
    expect(text).not.toMatch(/\dT\d/);
  });

  it('has no section for what there is none of', () => {
    expect(statusText(status)).not.toMatch(/Owed now|still to begin|should have come|cannot both/);
  });
});

it('says of whom since when and until when is withheld only of which moment it is', () => {
  const withheld = [{ field: 'nextChangeAt', reason: 'so', openedBy: null }];
  expect(statusText({ ...status, withheld })).toContain(
    'Holds          at 2026-04-07 23:00  since when and until when is withheld',
  );
});

it('says what is withheld from its reader, and why', () => {
  const reason = 'age-out-plan: not shared with DHS (ORR form R-9)';
  expect(
    section('Withheld from this reader', { withheld: [{ field: 'obligations', reason, openedBy: null }] }),
  ).toEqual([
    ['what', 'why'],
    ['obligations', reason],
  ]);
});
