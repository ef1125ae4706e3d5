import { spawnSync } from 'node:child_process';
import { parse } from 'yaml';
import { checkRecord } from '../../src/contracts/check-record.ts';
import { isRecordType } from '../../src/contracts/records/index.ts';
import { brokenOperations, newRefusals, type Json } from './grow.ts';
import { brokenTopics } from './topics-grow.ts';

const RECORD = /^schemas\/records\/.*\.json$/;
const API = 'schemas/openapi.json';
const TOPICS = 'schemas/asyncapi.yaml';
const EXAMPLE = /^schemas\/examples\/([^/]+)\/valid\/.*\.json$/;

/** How the contracts made now shrank since the last tag `v*`; null where there is no tag yet. */
export function breaksSinceLastTag(root: string, made: ReadonlyMap<string, string>): string[] | null {
  const tag = git(root, ['describe', '--tags', '--match', 'v*', '--abbrev=0'])?.trim();
  if (tag === undefined) return null;
  const paths = (git(root, ['ls-tree', '-r', '--name-only', tag, 'schemas']) ?? '').split('\n');
  const then = (path: string): string => git(root, ['show', `${tag}:${path}`]) ?? '{}';
  return paths.flatMap((path) =>
    breaksOf(path, then, (each) => made.get(each)).map(
      (text) => `${path}: ${text} (accepted or promised in ${tag})`,
    ),
  );
}

/** A raised version may break: a record's is in its `$id`, the API's in its paths (`/v1/…`), a topic's in its name, which must stay. */
function breaksOf(
  path: string,
  then: (path: string) => string,
  made: (path: string) => string | undefined,
): string[] {
  const type = EXAMPLE.exec(path)?.[1];
  if (type !== undefined) {
    const schema = `schemas/records/${type}.json`;
    const raised = idOf(then(schema)) !== idOf(made(schema));
    return raised ? [] : refusedToday(JSON.parse(then(path)) as { type: string; data: unknown });
  }
  if (path !== TOPICS && path !== API && !RECORD.test(path)) return [];
  const now = made(path);
  if (now === undefined) return ['is gone'];
  if (path === TOPICS) {
    const beside = (text: string | undefined): Json => JSON.parse(text ?? '{}') as Json;
    return brokenTopics(
      { document: parse(then(path)) as Json, beside: (each) => beside(then(each)) },
      { document: parse(now) as Json, beside: (each) => beside(made(each)) },
    );
  }
  const [before, after] = [JSON.parse(then(path)) as Json, JSON.parse(now) as Json];
  if (path === API) return brokenOperations(before, after);
  return before['$id'] === after['$id'] ? newRefusals(before, after) : [];
}

/** What a schema can't say, and so can't be compared, an example of what was taken does. */
function refusedToday({ type, data }: { type: string; data: unknown }): string[] {
  if (!isRecordType(type)) return [`${type} is no record type`];
  const checked = checkRecord(type, data);
  return checked.ok ? [] : checked.refusals.map(({ field, reason }) => `${field}: ${reason}`);
}

function idOf(schema: string | undefined): unknown {
  return (JSON.parse(schema ?? '{}') as Json)['$id'];
}

function git(root: string, args: string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  return status === 0 ? stdout : undefined;
}
