/**
 * Events that this process recently saw become durable, so that a repeat is recognised before the reconciler has applied the first.
 *
 * Bounded to two generations of contents (the older is dropped when the younger is full or a minute old), and to the latest few
 * contents of each event. What is forgotten here the database knows, and what neither knows yet the reconciler finds. It must
 * not remember for long: after a restore from a backup, agencies send again what was lost, and that must not pass for known.
 */
export class RecentEvents {
  readonly #perGeneration: number;
  readonly #clock: () => number;
  #began: number;
  #young = new Generation();
  #youngContents = 0;
  #old = new Generation();

  /** @param clock milliseconds, which never go back */
  constructor(perGeneration = 25_000, clock = (): number => performance.now()) {
    this.#perGeneration = perGeneration;
    this.#clock = clock;
    this.#began = clock();
  }

  /** Digests of the contents last seen for an event; empty where none was. */
  digestsOf(eventKey: string): readonly string[] {
    this.#grow();
    const known = this.#young.get(eventKey) ?? this.#old.get(eventKey);
    return known === undefined ? NONE : known.split(' ');
  }

  /** The young one becomes the old one where it is full, or has been young for long enough; after twice as long both are forgotten. */
  #grow(): void {
    const age = this.#clock() - this.#began;
    if (this.#youngContents < this.#perGeneration && age < YOUNG_MS) return;
    this.#old = age < 2 * YOUNG_MS ? this.#young : new Generation();
    this.#young = new Generation();
    this.#youngContents = 0;
    this.#began += age;
  }

  add(eventKey: string, digest: string): void {
    const known = this.digestsOf(eventKey);
    this.#youngContents += 1;
    const digests = known.includes(digest) ? known : [...known, digest].slice(-PER_EVENT);
    this.#young.set(eventKey, digests.length === 1 ? digest : digests.join(' '));
  }
}

/** How long a generation is young. */
const YOUNG_MS = 60_000;

/** Bounds a sender that uses one id for everything: it would fill the memory with one event, all of it searched for each record. */
const PER_EVENT = 10;

const NONE: readonly string[] = [];
/** Of a key's beginning in hex: 20 bits. */
const MARKED_DIGITS = 5;

/**
 * Digests by event, with spaces where there are several: one string is a good deal smaller than a list. Nearly every event
 * asked for is new, and a map of so many is not in the processor's cache: a mark by the key's beginning says sooner that it
 * is not there.
 */
class Generation {
  readonly #digests = new Map<string, string>();
  readonly #marks = new Uint8Array(2 ** (4 * MARKED_DIGITS - 3));

  get(eventKey: string): string | undefined {
    const mark = markOf(eventKey);
    return (this.#marks[mark >> 3]! & (1 << (mark & 7))) === 0 ? undefined : this.#digests.get(eventKey);
  }

  set(eventKey: string, digests: string): void {
    const mark = markOf(eventKey);
    this.#marks[mark >> 3]! |= 1 << (mark & 7);
    this.#digests.set(eventKey, digests);
  }
}

/** Any number of so many bits, for a key that is no hex too. */
function markOf(eventKey: string): number {
  let mark = 0;
  for (let i = 0; i < MARKED_DIGITS; i += 1) {
    const code = eventKey.charCodeAt(i);
    mark = (mark << 4) | ((code + (code >> 6) * 9) & 15);
  }
  return mark;
}
