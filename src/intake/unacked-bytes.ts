/**
 * How much has been handed to the log and is not durable yet, over all requests: the surest sign that the log is slower than
 * its senders. Above the cap the first piece of a request is refused; later pieces of it wait.
 */
export class UnackedBytes {
  readonly #cap: number;
  #taken = 0;
  readonly #waiting: Array<{ bytes: number; go: () => void }> = [];

  constructor(cap: number) {
    this.#cap = cap;
  }

  get taken(): number {
    return this.#taken;
  }

  /** False where it would pass the cap. One piece always fits, however large. */
  tryTake(bytes: number): boolean {
    if (this.#taken > 0 && this.#taken + bytes > this.#cap) return false;
    this.#taken += bytes;
    return true;
  }

  /** Resolves once there is room, in the order asked. */
  async take(bytes: number): Promise<void> {
    if (this.#waiting.length === 0 && this.tryTake(bytes)) return;
    await new Promise<void>((resolve) => {
      this.#waiting.push({ bytes, go: resolve });
    });
  }

  release(bytes: number): void {
    this.#taken -= bytes;
    for (
      let next = this.#waiting[0];
      next !== undefined && this.tryTake(next.bytes);
      next = this.#waiting[0]
    ) {
      this.#waiting.shift();
      next.go();
    }
  }
}
