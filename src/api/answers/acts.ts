import { checkAct } from '../../contracts/check-record.ts';
import { ACT_TYPE, type ObligationAct } from '../../contracts/obligation.ts';
import { ACT_TOPIC } from '../../contracts/topics.ts';
import type { EventLog, LogMessage } from '../../log/event-log.ts';
import type { KnownAct } from '../../store/queries/known-acts.ts';

const SOURCE = 'urn:us-gov:rollcall:worklist';

/** A person's act as the message that carries it, as intake makes those of agencies. @param key the child's id, mostly */
export function actMessage(act: ObligationAct, key: string): LogMessage {
  const checked = checkAct(act);
  if (!checked.ok) throw new Error('an act that breaks its contract');
  return {
    topic: ACT_TOPIC,
    key,
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: `${act.recordId}/${act.version}`,
      ce_source: SOURCE,
      ce_type: ACT_TYPE,
      ce_time: act.recordedAt,
      ce_partitionkey: key,
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

/** Acts as they are kept in the database. */
export interface ActStore {
  /** A person's act in its highest version, applied or taken; null: none of this id. */
  findAct(recordId: string): Promise<KnownAct | null>;
  /** Keep a version of an act, unless that version was taken before: then that one, else null. */
  keepAct(kept: Omit<KnownAct, 'inLog'>): Promise<KnownAct | null>;
  noteActInLog(act: ObligationAct): Promise<void>;
}

/**
 * Takes acts. Each is kept in the database before it is appended, so that of several processes that are told one at the same moment one
 * takes it, and so that what is known of an act does not wait for the reconciler.
 */
export class ActLog {
  readonly #log: Pick<EventLog, 'append'>;
  readonly #store: ActStore;

  constructor(log: Pick<EventLog, 'append'>, store: ActStore) {
    this.#log = log;
    this.#store = store;
  }

  /** An act in its highest version, durable; null: none of this id. */
  async find(recordId: string): Promise<KnownAct | null> {
    const known = await this.#store.findAct(recordId);
    if (known !== null) await this.#assure(known);
    return known;
  }

  /**
   * Take a version of an act; durable when it resolves, and where it does not, the same again is the same act.
   * @param key of its message
   * @returns what was taken of this version before; null: this is it
   */
  async take(act: ObligationAct, key: string): Promise<ObligationAct | null> {
    const before = await this.#store.keepAct({ act, key });
    await this.#assure(before ?? { act, key, inLog: false });
    return before?.act ?? null;
  }

  /** Who took it may have ended before it was in the log. Twice there, it is one content. */
  async #assure({ act, key, inLog }: KnownAct): Promise<void> {
    if (inLog) return;
    await this.#log.append([actMessage(act, key)]);
    await this.#store.noteActInLog(act);
  }
}
