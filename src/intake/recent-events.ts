/**
 * Events that this process saw become durable lately, so that one sent again is known before the reconciler has
 * applied it. Bounded: two generations, the older one forgotten when the younger is full. What it has forgotten the
 * database knows, and what neither knows yet the reconciler finds.
 */
export class RecentEvents {
  readonly #perGeneration: number;
  #young = new Map<string, readonly string[]>();
  #old = new Map<string, readonly string[]>();

  constructor(perGeneration = 50_000) {
    this.#perGeneration = perGeneration;
  }

  /** Digests of the contents seen for an event; empty where none was. */
  digestsOf(eventKey: string): readonly string[] {
    return this.#young.get(eventKey) ?? this.#old.get(eventKey) ?? NONE;
  }

  add(eventKey: string, digest: string): void {
    const known = this.digestsOf(eventKey);
    if (this.#young.size >= this.#perGeneration) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(eventKey, known.includes(digest) ? known : [...known, digest]);
  }
}

const NONE: readonly string[] = [];
