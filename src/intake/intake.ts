import { UnavailableError } from '../contracts/errors.ts';
import type { Agency } from '../contracts/record.ts';
import type { RecordType } from '../contracts/records/index.ts';
import type { Refusal } from '../contracts/refusal.ts';
import type { EventLog, LogMessage } from '../log/event-log.ts';
import { checkItem, type CheckedItem, type CheckedRecord, type IntakeItem } from './check-item.ts';
import { checkHere, type LineChecker } from './check-lines.ts';
import type { Sender } from './parse/accept-event.ts';
import { checkedAhead } from './checked-ahead.ts';
import { readNdjson } from './read-ndjson.ts';
import { RecentEvents } from './recent-events.ts';
import { UnackedBytes } from './unacked-bytes.ts';

/** What became of one event. Every result is durable when given; a rejected event is in the log too, as a dead letter. */
export interface ItemResult {
  /** Place among the request's events, from 0. */
  index: number;
  /** Of NDJSON: its line, from 1. */
  line: number | undefined;
  id: string | undefined;
  type: string | undefined;
  /**
   * duplicate: the event was taken before with the same content; nothing was appended. conflict: it was taken before with
   * another content; both are kept.
   */
  status: 'accepted' | 'duplicate' | 'conflict' | 'rejected';
  /** RFC 3339, by this service's clock: as it is kept. */
  receivedAt: string;
  /** Why it was rejected; undefined otherwise. */
  refusals: Refusal[] | undefined;
}

/** One content of an event as the database would know it. */
export interface ContentRef {
  eventKey: string;
  source: string;
  id: string;
  digest: string;
  type: RecordType;
  /** Of its record, read where it is asked for. */
  recordId(): string;
}

/**
 * Which of these contents were applied already: digests by event key. An event of which only other contents were applied has an
 * empty set; an event of which none was is left out.
 */
export type FindReceipts = (contents: readonly ContentRef[]) => Promise<Receipts>;
export type Receipts = ReadonlyMap<string, ReadonlySet<string>>;

/** A repeat of an event with the same content. Nothing is appended for it, so the log does not show that it came. */
export interface DuplicateEvent {
  type: string;
  source: string;
  eventId: string;
  /** RFC 3339, by this service's clock. */
  receivedAt: string;
}

/** Who calls. */
export interface Caller {
  agency: Agency;
  client: string;
}

export interface Intake {
  /** Take some events in together. Throws UnavailableError where they could not be made durable. */
  acceptBatch(items: readonly IntakeItem[], caller: Caller): Promise<ItemResult[]>;
  /**
   * Take a stream of NDJSON in, as many events at a time as fit into one append. Results come in order, in batches, each as
   * soon as it is durable. Uses the memory of a few chunks, whatever the size of the body.
   */
  acceptStream(body: AsyncIterable<Buffer>, caller: Caller): AsyncGenerator<ItemResult[]>;
  /** Bytes handed to the log and not durable yet. */
  unackedBytes(): number;
}

export interface IntakeOptions {
  log: Pick<EventLog, 'append'>;
  findReceipts: FindReceipts;
  /** Must make it durable that these repeats came; called before they are answered, and only if there are any. */
  countDuplicates?: (duplicates: readonly DuplicateEvent[]) => Promise<void>;
  /** Checks the lines of streams; by default on this thread. */
  lineChecker?: LineChecker;
  clock: () => Date;
  /** Bytes on their way into the log, over all requests, above which new requests are turned away; 64 MiB by default. */
  maxUnackedBytes?: number;
}

/** Digests of the contents of a request that are checked but not durable yet, by event key. */
type Pending = Map<string, Set<string>>;

interface Prepared {
  results: ItemResult[];
  messages: LogMessage[];
  records: CheckedRecord[];
  duplicates: DuplicateEvent[];
  bytes: number;
}

export function intake(options: IntakeOptions): Intake {
  const { log, findReceipts, clock, lineChecker = checkHere } = options;
  const recent = new RecentEvents();
  const unacked = new UnackedBytes(options.maxUnackedBytes ?? 64 * 1024 * 1024);
  const senderOf = (caller: Caller): Sender => ({ ...caller, receivedAt: clock().toISOString() });

  /** @param pending events of this request that are checked but not durable yet */
  async function prepare(
    items: readonly CheckedItem[],
    firstIndex: number,
    pending: Pending,
  ): Promise<Prepared> {
    const asked = items.filter(
      (item) => item.kind === 'record' && !recent.digestsOf(item.eventKey).includes(item.digest),
    ) as CheckedRecord[];
    const receipts = asked.length === 0 ? NO_RECEIPTS : await findReceipts(asked.map(contentRef));
    const prepared: Prepared = { results: [], messages: [], records: [], duplicates: [], bytes: 0 };
    let index = firstIndex - 1;
    for (const item of items) {
      index += 1;
      const status = item.kind === 'refused' ? 'rejected' : statusOf(item, receipts, pending);
      prepared.results.push(resultOf(item, index, status));
      if (status === 'duplicate') {
        if (item.kind === 'record') prepared.duplicates.push(duplicateOf(item));
        continue;
      }
      prepared.messages.push(item.message);
      prepared.bytes += item.message.value?.length ?? 0;
      if (item.kind === 'record') prepared.records.push(item);
    }
    return prepared;
  }

  function statusOf(item: CheckedRecord, receipts: Receipts, pending: Pending): ItemResult['status'] {
    const { eventKey, digest } = item;
    const before = recent.digestsOf(eventKey);
    const applied = receipts.get(eventKey);
    const inRequest = pending.get(eventKey);
    if (before.includes(digest) || applied?.has(digest) || inRequest?.has(digest)) return 'duplicate';
    if (inRequest === undefined) pending.set(eventKey, new Set([digest]));
    else inRequest.add(digest);
    const isNew = before.length === 0 && applied === undefined && inRequest === undefined;
    return isNew ? 'accepted' : 'conflict';
  }

  /** The bytes must have been taken; they are given back here. */
  async function append(prepared: Prepared, pending: Pending): Promise<ItemResult[]> {
    try {
      if (prepared.messages.length > 0) await log.append(prepared.messages);
    } finally {
      unacked.release(prepared.bytes);
    }
    for (const { eventKey, digest } of prepared.records) {
      recent.add(eventKey, digest);
      const inRequest = pending.get(eventKey);
      inRequest?.delete(digest);
      if (inRequest?.size === 0) pending.delete(eventKey);
    }
    if (prepared.duplicates.length > 0) await options.countDuplicates?.(prepared.duplicates);
    return prepared.results;
  }

  function takeOrRefuse(bytes: number): void {
    if (unacked.tryTake(bytes)) return;
    throw new UnavailableError('more is on its way into the log than it can take now; send again later', {
      forCallers: true,
    });
  }

  return {
    async acceptBatch(items, caller) {
      const sender = senderOf(caller);
      const pending: Pending = new Map();
      const prepared = await prepare(
        items.map((item) => checkItem(item, sender)),
        0,
        pending,
      );
      takeOrRefuse(prepared.bytes);
      return append(prepared, pending);
    },

    async *acceptStream(body, caller) {
      const nextChunk = checkedAhead(readNdjson(body), lineChecker, () => senderOf(caller));
      const pending: Pending = new Map();
      let index = 0;
      const prepareNext = async (): Promise<Prepared | null> => {
        const chunk = await nextChunk();
        if (chunk === null) return null;
        const prepared = await prepare(chunk, index, pending);
        index += chunk.length;
        return prepared;
      };
      // One chunk is being read and checked while the one before is being appended.
      let next = prepareNext();
      for (let first = true; ; first = false) {
        const prepared = await next;
        if (prepared === null) return;
        if (first) takeOrRefuse(prepared.bytes);
        else await unacked.take(prepared.bytes);
        const appended = append(prepared, pending);
        next = prepareNext();
        next.catch(ignore); // It is awaited, and so reported, in the next round; or the round before failed already.
        yield await appended;
      }
    },

    unackedBytes: () => unacked.taken,
  };
}

function duplicateOf(item: CheckedRecord): DuplicateEvent {
  return { type: item.type, source: item.source, eventId: item.id, receivedAt: item.receivedAt };
}

function resultOf(item: CheckedItem, index: number, status: ItemResult['status']): ItemResult {
  const { line, id, type, receivedAt } = item;
  const refusals = item.kind === 'refused' ? item.refusals : undefined;
  return { index, line, id, type, status, receivedAt, refusals };
}

function ignore(): void {}

const NO_RECEIPTS: Receipts = new Map();

function contentRef({ eventKey, source, id, digest, type, message }: CheckedRecord): ContentRef {
  return {
    eventKey,
    source,
    id,
    digest,
    type,
    recordId: () => (JSON.parse(message.value!) as { recordId: string }).recordId,
  };
}
