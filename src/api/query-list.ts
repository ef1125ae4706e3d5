import { z } from 'zod';

/** Values of a query that may be repeated, or separated by commas; sorted, each once, so that equal questions are equal. */
export function listOf<V extends string>(one: z.ZodType<V, V>) {
  return z
    .union([z.string().max(1000), z.array(z.string().max(200)).max(50)])
    .transform((given) => (Array.isArray(given) ? given : [given]).flatMap((text) => text.split(',')))
    .pipe(z.array(one as unknown as z.ZodType<V, string>).min(1))
    .transform((values) => [...new Set(values)].sort());
}

/** A path with its query; what is undefined is left out, and a list becomes commas. */
export function pathWith(
  path: string,
  query: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>,
): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return `${path}?${parameters.toString()}`;
}
