import * as fc from 'fast-check';
import type { ObligationAct } from '../../src/contracts/obligation.ts';
import type { ActAssertion, Assertion } from '../../src/domain/case-file.ts';
import { courseOf } from '../../src/domain/assess.ts';
import { caseFilesOf } from '../../src/domain/case-files.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import { moments } from './arbitrary-moments.ts';
import { act } from './duties.ts';

/** A person's act, but for the duty that it is on: one of those there are, by its number. */
const someAct = fc.record({
  recordId: fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5'),
  version: fc.integer({ min: 1, max: 2 }),
  occurredAt: moments,
  /** Mostly written down when it was done; else that day may lie behind, or ahead. */
  recordedAt: fc.option(moments),
  voided: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  kind: fc.constantFrom<ObligationAct['act']>('acknowledge', 'waive'),
  duty: fc.nat(),
});

/**
 * Acts on the duties that records give, several of one id among them: two versions, and two contents of one. Some are on duties that only
 * some of the records give.
 */
export function actsOn(records: readonly Assertion[]): fc.Arbitrary<ActAssertion[]> {
  const some = records.slice(0, Math.ceil(records.length / 2));
  const duties = [...dutiesOf(records), ...dutiesOf(some)];
  if (duties.length === 0) return fc.constant([]);
  return fc.array(someAct, { maxLength: 6 }).map((acts) =>
    acts.map(({ recordId, version, occurredAt, recordedAt, voided, kind, duty }) => {
      const { rule, owner, subject } = duties[duty % duties.length]!;
      return act(recordId, {
        version,
        occurredAt,
        recordedAt: recordedAt ?? occurredAt,
        ...(voided ? { voided } : {}),
        act: kind,
        obligation: rule.id,
        owner,
        subject,
      });
    }),
  );
}

/** Records, and people's acts on the duties they give. */
export function withActs(records: fc.Arbitrary<Assertion[]>): fc.Arbitrary<Assertion[]> {
  return records.chain((all) => actsOn(all).map((acts) => [...all, ...acts]));
}

function dutiesOf(records: readonly Assertion[]) {
  return caseFilesOf(records).children.flatMap((child) => courseOf(child, currentPolicy).duties);
}
