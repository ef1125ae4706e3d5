/**
 * A seeded source of chance: sfc32 (Chris Doty-Humphrey's PractRand, public domain), the same on every machine.
 * A generator is made for a label, so that child i draws the same numbers whatever was drawn before it.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: string, label: string) {
    const text = `${seed} ${label}`;
    this.a = hash32(text, 0x9e3779b9);
    this.b = hash32(text, 0x243f6a88);
    this.c = hash32(text, 0xb7e15162);
    for (let i = 0; i < 12; i++) this.next();
  }

  /** A whole number of 32 bits. */
  next(): number {
    const sum = (this.a + this.b + this.counter) >>> 0;
    this.counter = (this.counter + 1) >>> 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) >>> 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    this.c >>>= 0;
    return sum;
  }

  /** From 0 up to but not including 1. */
  share(): number {
    return this.next() / 4294967296;
  }

  chance(share: number): boolean {
    return this.share() < share;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.share() * (high - low + 1));
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.share() * items.length)]!;
  }

  /** One of the table's values, each as often as its weight says. */
  weighted<T>(table: WeightedTable<T>): T {
    const at = this.share() * table.total;
    let index = 0;
    while (table.upTo[index]! <= at && index < table.values.length - 1) index++;
    return table.values[index]!;
  }

  /** Text like a UUIDv4; its bits are this generator's. */
  uuid(): string {
    const first = hex8(this.next());
    const second = hex8(this.next());
    const third = hex8(this.next());
    const variant = '89ab'[this.next() & 3]!;
    return `${first}-${second.slice(0, 4)}-4${second.slice(5)}-${variant}${third.slice(0, 3)}-${third.slice(3)}${hex8(this.next()).slice(1)}`;
  }
}

interface WeightedTable<T> {
  values: readonly T[];
  upTo: readonly number[];
  total: number;
}

/** A table of values with their weights, of any sum. */
export function weightedTable<T>(rows: ReadonlyArray<readonly [value: T, weight: number]>): WeightedTable<T> {
  let total = 0;
  const upTo = rows.map(([, weight]) => (total += weight));
  return { values: rows.map(([value]) => value), upTo, total };
}

/** 32 bits that depend on every character (FNV-1a with murmur's last mix). */
export function hash32(text: string, start: number): number {
  let hash = start;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const bytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hex8(value: number): string {
  return (
    bytes[value >>> 24]! + bytes[(value >>> 16) & 255]! + bytes[(value >>> 8) & 255]! + bytes[value & 255]!
  );
}
