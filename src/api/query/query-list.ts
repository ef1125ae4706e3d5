import { z } from 'zod';
import { refusalsOf } from '../../contracts/refusal.ts';

/** Values of a query that may be repeated, or separated by commas; sorted, each once, so that equal questions are equal. */
export function listOf<V extends string>(one: z.ZodType<V> & { options: V[] }) {
  const any = one.options.join('|');
  const joined = z
    .string()
    .max(1000)
    .meta({ pattern: `^(${any})(,(${any}))*$` });
  const repeated = z
    .string()
    .max(200)
    .meta({ enum: [...one.options] });
  return z.union([joined, z.array(repeated).max(50)]).transform((given, context): V[] => {
    const values = new Set<V>();
    for (const text of [given].flat().flatMap((each) => each.split(','))) {
      const value = one.safeParse(text);
      if (value.success) values.add(value.data);
      else {
        const message = refusalsOf(value.error, text)[0]!.reason;
        context.issues.push({ code: 'custom', message, input: given });
      }
    }
    return [...values].sort();
  });
}
