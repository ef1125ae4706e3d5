import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Clearance } from '../../src/api/clearance/clearance.ts';
import { untoldDuties } from '../../src/contracts/obligation.ts';
import type { Assertion } from '../../src/domain/case-file.ts';
import { caseFilesOf } from '../../src/domain/case-files.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import { renderStatus, type RenderedStatus } from '../../src/reconciler/render-status.ts';
import { changedFor, isUntoldAct, whatChanged } from '../../src/reconciler/what-changed.ts';
import { withActs } from '../support/arbitrary-acts.ts';
import { arbitraryLife } from '../support/arbitrary-lives.ts';
import { moments } from '../support/arbitrary-moments.ts';
import { act } from '../support/duties.ts';
import { record, someANumber } from '../support/records.ts';

const ids = { aNumber: someANumber };
/** In care without a sponsor, and 18 on 2024-05-25. */
const placement = record('hhs.placement', 'plan', {
  data: {
    sponsorCategory: '4',
    admittedAt: '2024-01-15T12:00:00.000Z',
    person: { identifiers: ids, birthDate: { value: '2006-05-25', precision: 'day' } },
  },
});
const position = { topic: 't', partition: 0, offset: '0' };
const render = (records: readonly Assertion[], at: number): RenderedStatus =>
  renderStatus(caseFilesOf(records).children[0]!, () => position, currentPolicy, at);
const ice = new Clearance({ agency: 'ice', scopes: new Set() });
const sentToIce = (status: RenderedStatus): string => ice.ofStatus(status, new Date(0)).text;

const planAct = fc
  .record({
    recordId: fc.constantFrom('hhs:k1', 'hhs:k2'),
    version: fc.integer({ min: 1, max: 2 }),
    occurredAt: moments,
    voided: fc.boolean(),
    subject: fc.constantFrom(placement.key, 'hhs.placement/none@hhs:test'),
    act: fc.constantFrom('acknowledge' as const, 'waive' as const),
  })
  .map(({ recordId, voided, ...more }) =>
    act(recordId, { ...more, ...(voided ? { voided } : {}), obligation: 'age-out-plan', owner: 'hhs' }),
  );

describe('what changed', () => {
  it('is kept from a reader just where what it is sent stays the same, by time and acts on untold duties', () => {
    let kept = 0;
    fc.assert(
      fc.property(
        withActs(arbitraryLife({ min: 0, max: 8 }).map((life) => [placement, ...life])),
        fc.array(planAct, { maxLength: 2 }),
        moments,
        moments,
        (records, acts, one, other) => {
          const [from, to] = [Date.parse(one), Date.parse(other)].sort((a, b) => a - b) as [number, number];
          const [was, is] = [render(records, from), render([...records, ...acts], to)];
          if (was.etag === is.etag) return;
          const before = {
            ...was,
            nextChangeAt: was.nextChangeAt === null ? null : new Date(was.nextChangeAt),
          };
          const changed = whatChanged(before, is, to, acts.every(isUntoldAct)).split(',');
          const toIce = changedFor(changed, untoldDuties);
          expect(toIce === null).toBe(sentToIce(is) === sentToIce(was));
          if (toIce === null) kept += 1;
          // Whoever is told of all duties is told what the feed always said: no duty's name, and `records` only by itself.
          const toHhs = changedFor(changed, [])!;
          expect(
            toHhs.filter((name) => name.includes('/') || (name === 'records' && toHhs.length > 1)),
          ).toEqual([]);
          expect(toHhs).not.toHaveLength(0);
        },
      ),
      { numRuns: 1500 },
    );
    expect(kept).toBeGreaterThan(50);
  });
});
