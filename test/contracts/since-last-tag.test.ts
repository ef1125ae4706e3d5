import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { breaksSinceLastTag } from '../../scripts/schemas/since-last-tag.ts';

const PATH = 'schemas/records/eoir.hearing.json';
const schema = (version: string, codes: string[]) =>
  JSON.stringify({ $id: `urn:x:${version}`, type: 'object', properties: { code: { enum: codes } } });

let repository: string;

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'rollcall-tags-'));
  mkdirSync(join(repository, 'schemas/records'), { recursive: true });
  git('init', '--quiet');
});
afterEach(() => rmSync(repository, { recursive: true, force: true }));

describe('breaksSinceLastTag', () => {
  it('has nothing to compare with where no version was tagged', () => {
    commit(schema('v1', ['a']));
    expect(breaksSinceLastTag(repository, new Map())).toBeNull();
  });

  it('compares with the last tagged version, not with the last commit', () => {
    commit(schema('v1', ['a', 'b']));
    git('tag', 'v0.1.0');
    commit(schema('v1', ['a']));
    const made = new Map([[PATH, schema('v1', ['a'])]]);
    expect(breaksSinceLastTag(repository, made)).toEqual([
      `${PATH}: /code: "b" is not accepted any more (accepted or promised in v0.1.0)`,
    ]);
    expect(breaksSinceLastTag(repository, new Map([[PATH, schema('v1', ['a', 'b', 'c'])]]))).toEqual([]);
  });

  it('lets a raised version refuse more, and no record type vanish', () => {
    commit(schema('v1', ['a', 'b']));
    git('tag', 'v0.1.0');
    expect(breaksSinceLastTag(repository, new Map([[PATH, schema('v2', ['a'])]]))).toEqual([]);
    expect(breaksSinceLastTag(repository, new Map())).toEqual([`${PATH}: was in v0.1.0 and is gone`]);
  });
});

function commit(content: string): void {
  writeFileSync(join(repository, PATH), content);
  git('add', '.');
  git('-c', 'user.name=Test', '-c', 'user.email=test@example.org', 'commit', '--quiet', '-m', 'x');
}

function git(...args: string[]): void {
  execFileSync('git', args, { cwd: repository, stdio: 'ignore' });
}
