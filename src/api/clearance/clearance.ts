import { hashId } from '../../contracts/hash.ts';
import { ACT_TYPE, type ObligationRuleId } from '../../contracts/obligation.ts';
import type { Agency } from '../../contracts/record.ts';
import type { ChildStatus, ChildStatusWithPositions, Discrepancy } from '../../contracts/status.ts';
import type { Withheld } from '../../contracts/withheld.ts';
import { isAct, type Assertion } from '../../domain/case-file.ts';
import { isOfDuty } from '../../domain/discrepancies/act-without-duty.ts';
import type { RenderedStatus } from '../../reconciler/render-status.ts';
import { changedFor } from '../../reconciler/what-changed.ts';
import type { StatusChange } from '../../store/queries/read-changes.ts';
import type { Caller } from '../auth/caller.ts';
import { dutyLimits, fieldLimits, momentsWithheld, type DutyLimit, type FieldLimit } from './rules.ts';

type Limit = FieldLimit | DutyLimit;
type StoredText = Pick<RenderedStatus, 'doc' | 'positions' | 'etag'>;

/** How a status begins (domain/assess.ts `statusAt`): what comes before its two moments, and those. */
const HEAD =
  /^(\{"childId":"[^"]*","policyVersion":"[^"]*",)"asOf":(?:null|"[^"]*"),"nextChangeAt":(?:null|"[^"]*")/;

/** What one caller may read about children. Every answer with contents goes through it, and nothing else decides. */
export class Clearance {
  /** Duties withheld from this caller. Said of every list, whether or not there is such a duty: saying it of one child would tell. */
  readonly duties: readonly DutyLimit[];
  private readonly fields: readonly FieldLimit[];

  constructor(caller: Pick<Caller, 'agency' | 'scopes'>) {
    const closed = ({ readers, openedBy }: Limit): boolean =>
      !(caller.agency !== null && readers.includes(caller.agency)) &&
      !(openedBy !== null && caller.scopes.has(openedBy));
    this.fields = fieldLimits.filter(closed);
    this.duties = dutyLimits.filter(closed);
  }

  /** Ids of the duties that are not told of. */
  untold(): ObligationRuleId[] {
    return this.duties.map(({ obligation }) => obligation);
  }

  /** Why a duty is not told of; null: it is. */
  dutyWithheld(obligation: ObligationRuleId): string | null {
    return this.duties.find((limit) => limit.obligation === obligation)?.reason ?? null;
  }

  /** What an answer says it leaves out; `field` is the list in which such duties would be. */
  dutiesWithheld(field: string): Withheld[] {
    return this.duties.map(({ reason, openedBy }) => ({ field, reason, openedBy }));
  }

  tellsRecord(assertion: Assertion): boolean {
    return !isAct(assertion) || this.dutyWithheld(assertion.data.obligation) === null;
  }

  private tellsDiscrepancy(discrepancy: Pick<Discrepancy, 'rule' | 'detail'>): boolean {
    return !this.duties.some(({ obligation }) => isOfDuty(discrepancy, obligation));
  }

  /**
   * A change of a status as this caller may see it; null if it concerns only what is withheld. The etag is that of the whole status,
   * so it is given only to callers who are sent the whole.
   */
  ofChange<C extends Pick<StatusChange, 'etag' | 'changed'>>(change: C): C | null {
    const changed = changedFor(change.changed, this.untold());
    if (changed === null) return null;
    return { ...change, changed, etag: this.duties.length === 0 ? change.etag : null };
  }

  /** A record's own fields without those that are withheld, and which they are. */
  ofRecord(
    type: Assertion['type'],
    fields: Record<string, unknown>,
  ): { says: Record<string, unknown>; withheld: Withheld[] } {
    const closed = this.fields.filter(({ record, field }) => record === type && Object.hasOwn(fields, field));
    const names = new Set<string>(closed.map(({ field }) => field));
    return {
      says: Object.fromEntries(Object.entries(fields).filter(([name]) => !names.has(name))),
      withheld: closed.map(({ field, reason, openedBy }) => ({ field, reason, openedBy })),
    };
  }

  /**
   * A status as text. It is parsed only if it may hold something withheld.
   *
   * A caller from whom nothing is withheld gets the stored text and its etag. For others that etag, and the moments between which the
   * status holds, would betray what is left out. So for every child `asOf` is the moment asked for, `nextChangeAt` is null, and the
   * etag is computed from the rest of what they are sent.
   */
  ofStatus({ doc, positions, etag }: StoredText, at: Date): { etag: string; text: string } {
    const whole = `${doc.slice(0, -1)},"positions":${positions}}`;
    if (this.duties.length === 0) return { etag, text: `${whole.slice(0, -1)},"withheld":[]}` };
    const told = this.mayHoldWithheld(whole) ? JSON.stringify(this.withoutDuties(whole)) : whole;
    const [head, start] = HEAD.exec(told) ?? [];
    // Sent as it is it might tell.
    if (head === undefined || start === undefined) throw new Error('a status does not begin as statuses do');
    const withheld = [...this.dutiesWithheld('obligations'), ...momentsWithheld];
    const rest = `"nextChangeAt":null${told.slice(head.length, -1)},"withheld":${JSON.stringify(withheld)}}`;
    return { etag: hashId(start + rest), text: `${start}"asOf":"${at.toISOString()}",${rest}` };
  }

  private mayHoldWithheld(text: string): boolean {
    return this.duties.some(
      ({ obligation, owner }) => text.includes(obligation) || text.includes(`"${actsOf(owner)}`),
    );
  }

  private withoutDuties(text: string): object {
    const status = JSON.parse(text) as Omit<ChildStatusWithPositions, 'withheld'>;
    const parts: Pick<ChildStatus, 'obligations' | 'silences' | 'discrepancies'> = {
      obligations: status.obligations.filter(({ id }) => this.dutyWithheld(id) === null),
      silences: status.silences.filter(({ obligation }) => this.dutyWithheld(obligation) === null),
      discrepancies: status.discrepancies.filter((one) => this.tellsDiscrepancy(one)),
    };
    // An act has a place in the log and no link: one of the duty's owner that nothing here names may be about it.
    const named = new Set([
      ...parts.obligations.flatMap(({ basis }) => basis),
      ...parts.discrepancies.flatMap(({ records }) => records),
    ]);
    const positions = Object.fromEntries(
      Object.entries(status.positions).filter(
        ([key]) => named.has(key) || !this.duties.some(({ owner }) => key.startsWith(actsOf(owner))),
      ),
    );
    return { ...status, ...parts, positions };
  }
}

/** How keys of an agency's acts begin (routes/act-on-obligation.ts). */
function actsOf(owner: Agency): string {
  return `${ACT_TYPE}/${owner}:`;
}
