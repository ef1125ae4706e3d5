const collator = new Intl.Collator('en', { numeric: true });

/** Order for people: the numbers within texts count as numbers, so `H-2` comes before `H-10`. */
export function naturalOrder(a: string, b: string): number {
  return collator.compare(a, b);
}
