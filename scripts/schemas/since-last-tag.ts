import { spawnSync } from 'node:child_process';
import { brokenOperations, newRefusals, type Json } from './grow.ts';

/** How the contracts made now shrank since the last tag `v*`; null where there is no tag yet. */
export function breaksSinceLastTag(root: string, made: ReadonlyMap<string, string>): string[] | null {
  const tag = git(root, ['describe', '--tags', '--match', 'v*', '--abbrev=0'])?.trim();
  if (tag === undefined) return null;
  const before =
    git(root, ['ls-tree', '-r', '--name-only', tag, 'schemas/records', 'schemas/openapi.json']) ?? '';
  const paths = before.split('\n').filter((path) => path.endsWith('.json'));
  return paths.flatMap((path) => {
    const then = JSON.parse(git(root, ['show', `${tag}:${path}`]) ?? '{}') as Json;
    const now = made.get(path);
    if (now === undefined) return [`${path}: was in ${tag} and is gone`];
    return breaksOf(then, JSON.parse(now) as Json).map(
      (text) => `${path}: ${text} (accepted or promised in ${tag})`,
    );
  });
}

/** A raised version may break: a record's is in its `$id`, the API's in its paths (`/v1/…`), which must stay. */
function breaksOf(then: Json, now: Json): string[] {
  if (then['openapi'] !== undefined) return brokenOperations(then, now);
  return then['$id'] === now['$id'] ? newRefusals(then, now) : [];
}

function git(root: string, args: string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  return status === 0 ? stdout : undefined;
}
