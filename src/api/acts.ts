import { checkAct } from '../contracts/check-record.ts';
import { ACT_TYPE, type ObligationAct } from '../contracts/obligation.ts';
import { ACT_TOPIC } from '../contracts/topics.ts';
import type { EventLog, LogMessage } from '../log/event-log.ts';
import type { KnownAct } from '../store/queries/find-act.ts';

const SOURCE = 'urn:us-gov:rollcall:worklist';
const REMEMBERED = 10_000;

/** A person's act as the message that carries it, as intake makes those of agencies. @param childId the message's key */
export function actMessage(act: ObligationAct, childId: string): LogMessage {
  const checked = checkAct(act);
  if (!checked.ok) throw new Error('an act that breaks its contract');
  return {
    topic: ACT_TOPIC,
    key: childId,
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: `${act.recordId}/${act.version}`,
      ce_source: SOURCE,
      ce_type: ACT_TYPE,
      ce_time: act.recordedAt,
      ce_partitionkey: childId,
      ce_receivedtime: act.recordedAt,
      ce_sender: act.by,
    },
    value: JSON.stringify(checked.record.data),
  };
}

/** Whether two acts of one id are one: what is said, not when or by which client. */
export function saysTheSame(
  a: ObligationAct,
  b: Pick<ObligationAct, 'obligation' | 'owner' | 'subject' | 'act' | 'reason' | 'reference'>,
): boolean {
  return (
    a.obligation === b.obligation &&
    a.owner === b.owner &&
    a.subject === b.subject &&
    a.act === b.act &&
    a.reason === b.reason &&
    a.reference === b.reference
  );
}

/**
 * Appends acts, and remembers those that the reconciler may not have applied yet, so that one sent again at once is known. What another
 * process took at the same moment it can't know: the record then has two contents, of which one rule chooses.
 */
export class ActLog {
  readonly #log: Pick<EventLog, 'append'>;
  readonly #recent = new Map<string, KnownAct>();
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(log: Pick<EventLog, 'append'>) {
    this.#log = log;
  }

  /** Does work on one act after all that was asked of it before, so that requests sent at once find what the first of them took. */
  async inTurn<T>(recordId: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(recordId) ?? Promise.resolve()).then(work, work);
    this.#turns.set(recordId, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(recordId) === turn) this.#turns.delete(recordId);
    }
  }

  /** The higher version of what is remembered and what is stored. */
  latest(recordId: string, stored: KnownAct | null): KnownAct | null {
    const recent = this.#recent.get(recordId);
    if (recent === undefined) return stored;
    return stored === null || recent.act.version >= stored.act.version ? recent : stored;
  }

  /** Durable when it resolves; where it does not, the act may be in the log all the same, and the same again is harmless. */
  async append(act: ObligationAct, childId: string): Promise<void> {
    await this.#log.append([actMessage(act, childId)]);
    this.#recent.set(act.recordId, { act, childId });
    if (this.#recent.size > REMEMBERED) this.#recent.delete(this.#recent.keys().next().value!);
  }
}
