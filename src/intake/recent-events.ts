/**
 * Events that this process saw become durable lately, so that one sent again is known before the reconciler has
 * applied it. Bounded: two generations, the older one forgotten when the younger is full. What it has forgotten the
 * database knows, and what neither knows yet the reconciler finds.
 */
export class RecentEvents {
  readonly #perGeneration: number;
  /** Digests by event, with spaces where there are several: one string is a good deal smaller than a list. */
  #young = new Map<string, string>();
  #old = new Map<string, string>();

  constructor(perGeneration = 25_000) {
    this.#perGeneration = perGeneration;
  }

  /** Digests of the contents seen for an event; empty where none was. */
  digestsOf(eventKey: string): readonly string[] {
    const known = this.#young.get(eventKey) ?? this.#old.get(eventKey);
    return known === undefined ? NONE : known.split(' ');
  }

  add(eventKey: string, digest: string): void {
    const known = this.digestsOf(eventKey);
    if (this.#young.size >= this.#perGeneration) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(
      eventKey,
      known === NONE ? digest : known.includes(digest) ? known.join(' ') : `${known.join(' ')} ${digest}`,
    );
  }
}

const NONE: readonly string[] = [];
