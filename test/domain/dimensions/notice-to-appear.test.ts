import { describe, expect, it } from '@jest/globals';
import { caseTypeCodes } from '../../../src/contracts/codes/case-type.ts';
import type { RecordData } from '../../../src/contracts/records/index.ts';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { noticeToAppearRuns } from '../../../src/domain/dimensions/notice-to-appear.ts';
import { runAt } from '../../../src/domain/runs.ts';
import { factsFrom, record } from '../../support/records.ts';

const nta = (id: string, data: Partial<RecordData<'ice.notice-to-appear'>>) =>
  record('ice.notice-to-appear', id, { data });
const court = (id: string, data: Partial<RecordData<'eoir.case'>>) => record('eoir.case', id, { data });

/** At the first moment of an Eastern winter day. */
function noticeOn(day: string, ...records: Assertion[]) {
  const { value, rule, basis } = runAt(
    noticeToAppearRuns(factsFrom(...records)),
    Date.parse(`${day}T05:00:00Z`),
  );
  return [value, rule, ...basis];
}

const whole = nta('n', { issuedOn: '2025-01-10', servedOn: '2025-01-12', filedOn: '2025-01-14' });

describe('one notice', () => {
  it.each([
    ['nothing before it is issued', '2025-01-09', ['none', 'no-nta']],
    ['issued from its day', '2025-01-10', ['issued', 'nta-issued', 'ice.notice-to-appear/n@ice:test']],
    ['served from its day', '2025-01-12', ['served', 'nta-served', 'ice.notice-to-appear/n@ice:test']],
    ['filed from its day', '2025-01-14', ['filed', 'nta-filed', 'ice.notice-to-appear/n@ice:test']],
  ])('%s', (_title, day, expected) => {
    expect(noticeOn(day, whole)).toEqual(expected);
  });

  it('reaches a stage at midnight Eastern, not before', () => {
    const runs = noticeToAppearRuns(factsFrom(whole));
    expect(runAt(runs, Date.parse('2025-01-12T04:59:59.999Z')).value).toBe('issued');
    expect(runAt(runs, Date.parse('2025-01-12T05:00:00.000Z')).value).toBe('served');
  });

  it('may be filed without having been served', () => {
    expect(noticeOn('2025-01-14', nta('n', { issuedOn: '2025-01-10', filedOn: '2025-01-14' }))[0]).toBe(
      'filed',
    );
  });

  it('is cancelled from its day, whatever its stage was', () => {
    const cancelled = nta('n', { issuedOn: '2025-01-10', servedOn: '2025-01-12', cancelledOn: '2025-01-13' });
    expect(noticeOn('2025-01-12', cancelled)[0]).toBe('served');
    expect(noticeOn('2025-01-13', cancelled)).toEqual([
      'cancelled',
      'nta-cancelled',
      'ice.notice-to-appear/n@ice:test',
    ]);
  });

  it.each<[string, Partial<RecordData<'ice.notice-to-appear'>>, string]>([
    ['never served nor filed', {}, 'nta-cancelled-unserved'],
    ['served the day after', { servedOn: '2025-01-14' }, 'nta-cancelled-unserved'],
    ['filed the day after', { filedOn: '2025-01-14' }, 'nta-cancelled-unserved'],
    ['served that day', { servedOn: '2025-01-13' }, 'nta-cancelled'],
    ['filed that day', { filedOn: '2025-01-13' }, 'nta-cancelled'],
  ])('cancelled and %s: by a rule of its own', (_title, data, rule) => {
    const one = nta('n', { issuedOn: '2025-01-10', cancelledOn: '2025-01-13', ...data });
    expect(noticeOn('2025-01-20', one)).toEqual(['cancelled', rule, 'ice.notice-to-appear/n@ice:test']);
  });

  it('says none where there is no record, and where it is voided', () => {
    expect(noticeOn('2025-01-14')).toEqual(['none', 'no-nta']);
    expect(noticeOn('2025-01-14', nta('n', { voided: true }))).toEqual(['none', 'no-nta']);
  });
});

describe('several documents', () => {
  it('counts the furthest stage, with all documents at it as basis', () => {
    const records = [
      nta('b', { issuedOn: '2025-01-01', servedOn: '2025-01-02' }),
      nta('a', { issuedOn: '2025-01-01', servedOn: '2025-01-03' }),
      nta('c', { issuedOn: '2025-01-01' }),
    ];
    expect(noticeOn('2025-01-03', ...records)).toEqual([
      'served',
      'nta-served',
      'ice.notice-to-appear/a@ice:test',
      'ice.notice-to-appear/b@ice:test',
    ]);
  });

  it('leaves cancelled ones out while another is not', () => {
    const records = [
      nta('a', { issuedOn: '2025-01-01', filedOn: '2025-01-02', cancelledOn: '2025-01-03' }),
      nta('b', { issuedOn: '2025-01-02' }),
    ];
    expect(noticeOn('2025-01-03', ...records)).toEqual([
      'issued',
      'nta-issued',
      'ice.notice-to-appear/b@ice:test',
    ]);
  });

  it('is cancelled where all are, with all as basis', () => {
    const records = ['a', 'b'].map((id) => nta(id, { issuedOn: '2025-01-01', cancelledOn: '2025-01-03' }));
    expect(noticeOn('2025-01-03', ...records)).toEqual([
      'cancelled',
      'nta-cancelled-unserved',
      'ice.notice-to-appear/a@ice:test',
      'ice.notice-to-appear/b@ice:test',
    ]);
  });
});

describe('an EOIR case is a document of its own', () => {
  it('says filed from the day the court received it, by its own rule where only it says so', () => {
    expect(noticeOn('2025-01-05', court('c', { receivedOn: '2025-01-05' }))).toEqual([
      'filed',
      'court-received',
      'eoir.case/c@eoir:test',
    ]);
  });

  it('says issued from ntaIssuedOn', () => {
    expect(
      noticeOn('2025-01-04', court('c', { receivedOn: '2025-01-05', ntaIssuedOn: '2025-01-03' })),
    ).toEqual(['issued', 'nta-issued', 'eoir.case/c@eoir:test']);
  });

  it('stands beside a notice that is filed, too', () => {
    const records = [court('c', { receivedOn: '2025-01-14' }), whole];
    expect(noticeOn('2025-01-14', ...records)).toEqual([
      'filed',
      'nta-filed',
      'eoir.case/c@eoir:test',
      'ice.notice-to-appear/n@ice:test',
    ]);
  });

  it('outranks a notice that is only served', () => {
    const records = [court('c', { receivedOn: '2025-01-13' }), whole];
    expect(noticeOn('2025-01-13', ...records)).toEqual(['filed', 'court-received', 'eoir.case/c@eoir:test']);
  });

  it.each([
    ['on the day the court received it: cancelled', '2025-01-05', 'cancelled'],
    ['after it: cancelled', '2025-01-07', 'cancelled'],
    ['before it: the case stands', '2025-01-04', 'filed'],
  ])('with a notice cancelled %s', (_title, cancelledOn, value) => {
    const records = [
      court('c', { receivedOn: '2025-01-05' }),
      nta('n', { issuedOn: '2025-01-01', cancelledOn }),
    ];
    expect(noticeOn('2025-01-08', ...records)[0]).toBe(value);
  });

  it('is not cancelled with a notice issued after its receipt: that is another document', () => {
    const first = nta('a', { issuedOn: '2025-01-01', servedOn: '2025-01-03' });
    const receipt = court('c', { receivedOn: '2025-01-05' });
    const second = (issuedOn: string) => nta('b', { issuedOn, cancelledOn: '2025-01-07' });
    expect(noticeOn('2025-01-08', first, receipt, second('2025-01-06'))[0]).toBe('filed');
    expect(noticeOn('2025-01-08', receipt, second('2025-01-06'))[0]).toBe('filed');
    expect(noticeOn('2025-01-08', first, receipt, second('2025-01-05'))[0]).toBe('served');
  });

  it('is cancelled by the first cancellation after its receipt', () => {
    const records = [
      court('c', { receivedOn: '2025-01-05' }),
      nta('a', { issuedOn: '2025-01-01', cancelledOn: '2025-01-09' }),
      nta('b', { issuedOn: '2025-01-01', cancelledOn: '2025-01-07' }),
    ];
    expect(noticeOn('2025-01-06', ...records)[1]).toBe('court-received');
    expect(noticeOn('2025-01-07', ...records)).toEqual([
      'issued',
      'nta-issued',
      'ice.notice-to-appear/a@ice:test',
    ]);
    expect(noticeOn('2025-01-09', ...records)[0]).toBe('cancelled');
  });
});

describe('an EOIR case that does not begin with a Notice to Appear is no such document', () => {
  it.each(Object.keys(caseTypeCodes).map((code) => [code as keyof typeof caseTypeCodes]))(
    '%s',
    (caseType) => {
      const one = court('c', { caseType, receivedOn: '2025-01-05', ntaIssuedOn: '2025-01-03' });
      expect(noticeOn('2025-01-04', one)[0]).toBe(caseType === 'RMV' ? 'issued' : 'none');
      expect(noticeOn('2025-01-05', one)).toEqual(
        caseType === 'RMV' ? ['filed', 'court-received', 'eoir.case/c@eoir:test'] : ['none', 'no-nta'],
      );
    },
  );

  it('leaves a notice served at that', () => {
    const records = [court('c', { caseType: 'CFR', receivedOn: '2025-01-13' }), whole];
    expect(noticeOn('2025-01-13', ...records)).toEqual([
      'served',
      'nta-served',
      'ice.notice-to-appear/n@ice:test',
    ]);
  });
});
