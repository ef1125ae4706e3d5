import { nearest } from './nearest.ts';
import type { Env } from './read-env.ts';
import { names, variable, type Name } from './variables.ts';

export interface Given {
  text: string;
  /** The variable itself, or its `_FILE`. */
  from: string;
}

/** The variables that are given, each with the name that gave it; what can't be taken is said in `problems`. */
export function givenIn(env: Env, problems: string[]): Map<Name, Given> {
  const given = new Map<Name, Given>();
  const known = new Set<string>();
  for (const name of names) {
    known.add(name);
    const direct = env.vars[name];
    if (direct !== undefined) given.set(name, { text: direct, from: name });
    if (!variable(name).file) continue;
    const fileName = `${name}_FILE`;
    known.add(fileName);
    const path = env.vars[fileName];
    if (path === undefined) continue;
    if (direct !== undefined) problems.push(`${name} and ${fileName} are both set: give one`);
    const file = env.files?.[path] ?? { problem: 'unreadable' };
    if ('problem' in file)
      problems.push(`${fileName} is "${path}", which cannot be read (${file.problem}): give a readable file`);
    else given.set(name, { text: file.text, from: fileName });
  }
  for (const name of Object.keys(env.vars)) {
    if (known.has(name)) continue;
    const near = nearest(name, [...known]);
    problems.push(
      `${name} is not a variable of Rollcall${near === undefined ? '' : `; did you mean ${near}?`}`,
    );
  }
  return given;
}
