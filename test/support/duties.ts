import { describe, expect, it } from '@jest/globals';
import { ObligationAct, type ObligationRuleId } from '../../src/contracts/obligation.ts';
import { ACT_TYPE } from '../../src/contracts/obligation.ts';
import { hashId } from '../../src/contracts/hash.ts';
import { courseOf } from '../../src/domain/assess.ts';
import { actKey, type ActAssertion, type Assertion } from '../../src/domain/case-file.ts';
import { dutyStateAt, type OwedDuty } from '../../src/domain/obligations/duties.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import { caseFileOf } from './records.ts';

/** The duties by one rule that records of one child give. */
export function dutiesBy(rule: ObligationRuleId, ...records: Assertion[]): OwedDuty[] {
  const rules = currentPolicy.rules.filter((one) => one.id === rule);
  return courseOf(caseFileOf(...records), { ...currentPolicy, rules }).duties;
}

/** Each duty's state at a moment, with ` late` where it was closed after it had been overdue; by owner, then subject. */
export function statesAt(duties: readonly OwedDuty[], at: string): string {
  return duties
    .map((duty) => {
      const { state, level } = dutyStateAt(duty, Date.parse(at));
      return level > 0 && state !== 'overdue' ? `${state} late` : state;
    })
    .join(', ');
}

/** What it is about, the records, and the states of all duties at moments; `none` where nothing is owed at any time. */
export type DutyRow = [title: string, records: Assertion[], states: Record<string, string> | 'none'];

export function dutyTable(rule: ObligationRuleId, rows: DutyRow[]): void {
  describe(rule, () => {
    it.each(rows)('%s', (_title, records, states) => {
      const duties = dutiesBy(rule, ...records);
      if (states === 'none') {
        expect(duties).toEqual([]);
        return;
      }
      expect(duties).not.toEqual([]);
      const found = Object.fromEntries(Object.keys(states).map((at) => [at, statesAt(duties, at)]));
      expect(found).toEqual(states);
    });
  });
}

/** A person's act on a duty; least of fields, keeping the contract. */
export function act(
  recordId: string,
  data: Partial<ObligationAct> & Pick<ObligationAct, 'obligation' | 'owner' | 'subject'>,
): ActAssertion {
  const moment = data.occurredAt ?? '2025-01-01T00:00:00.000Z';
  const kept = ObligationAct.parse({
    recordId,
    version: 1,
    occurredAt: moment,
    recordedAt: moment,
    act: 'acknowledge',
    by: 'client-1',
    ...(data.act === 'waive' ? { reason: 'exceptional-circumstances' } : {}),
    ...data,
  });
  const digest = hashId(`${ACT_TYPE}\n${JSON.stringify(kept)}`);
  return {
    type: ACT_TYPE,
    data: kept,
    key: actKey(recordId),
    digest,
    source: 'urn:rollcall:test',
    eventId: digest,
  };
}
