/** Clients of whom a bucket is kept before it is looked whether all are needed. */
const MANY = 1_000;

/**
 * A bucket of records per client that fills evenly. A request is let in while anything is left, and what it turned
 * out to hold is taken afterwards, even below zero: a stream is not cut in the middle, the next request waits instead.
 */
export class Quota {
  readonly #perMinute: number;
  readonly #clock: () => Date;
  readonly #buckets = new Map<string, { left: number; at: number }>();
  #sweepAt = MANY;

  constructor(perMinute: number, clock: () => Date) {
    this.#perMinute = perMinute;
    this.#clock = clock;
  }

  /** Clients of whom a bucket is kept. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Seconds to wait; 0 where the client may go ahead. */
  waitSeconds(client: string): number {
    const { left } = this.#bucket(client);
    return left > 0 ? 0 : Math.max(1, Math.ceil(((1 - left) * 60) / this.#perMinute));
  }

  take(client: string, records: number): void {
    this.#bucket(client).left -= records;
    if (this.#buckets.size > this.#sweepAt) this.#forgetFull();
  }

  /** A bucket that has filled up again is as one that was never there. */
  #forgetFull(): void {
    for (const client of this.#buckets.keys())
      if (this.#bucket(client).left >= this.#perMinute) this.#buckets.delete(client);
    this.#sweepAt = Math.max(MANY, 2 * this.#buckets.size);
  }

  #bucket(client: string): { left: number; at: number } {
    const now = this.#clock().getTime();
    let bucket = this.#buckets.get(client);
    if (bucket === undefined) {
      bucket = { left: this.#perMinute, at: now };
      this.#buckets.set(client, bucket);
    }
    bucket.left = Math.min(
      this.#perMinute,
      bucket.left + (Math.max(0, now - bucket.at) * this.#perMinute) / 60_000,
    );
    bucket.at = now;
    return bucket;
  }
}
