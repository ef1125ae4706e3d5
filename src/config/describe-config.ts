import { givenIn, type Given } from './given.ts';
import type { Env } from './read-env.ts';
import { withoutUser } from './variable.ts';
import { names, variable } from './variables.ts';

/** Every variable with its value (secrets masked) or preset, for `config print`. */
export function describeConfig(
  env: Env,
): Array<{ name: string; value: string | null; from: 'given' | 'preset' | 'unset'; says: string }> {
  const given = givenIn(env, []);
  return names.map((name) => {
    const spec = variable(name);
    const is = given.get(name);
    if (is !== undefined)
      return {
        name,
        value: spec.secret ? '********' : withoutUser(inOneLine(is, env)),
        from: 'given',
        says: spec.says,
      };
    return {
      name,
      value: spec.preset ?? null,
      from: spec.preset === undefined ? 'unset' : 'preset',
      says: spec.says,
    };
  });
}

/** What a file holds is told by the file's name: a certificate has many lines. */
function inOneLine({ text, from }: Given, env: Env): string {
  if (from.endsWith('_FILE')) return `in ${env.vars[from]}`;
  const [first = '', ...more] = text.split('\n');
  return more.length === 0 ? first : `${first} and ${more.length} more lines`;
}
