import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { breaksSinceLastTag } from '../../scripts/schemas/since-last-tag.ts';
import { describeWith } from '../support/services.ts';

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

describeWith('git', 'breaksSinceLastTag', () => {
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
    expect(breaksSinceLastTag(repository, new Map())).toEqual([
      `${PATH}: is gone (accepted or promised in v0.1.0)`,
    ]);
  });
});

describeWith('git', 'the topics since the last tag', () => {
  const TOPICS = 'schemas/asyncapi.yaml';
  const record = (version: string, required: string[]) => ({
    $id: `urn:x:${version}`,
    type: 'object',
    properties: { code: { enum: ['a'] } },
    required,
  });
  const published = (payload: object, version = 'v1', required = ['code']) =>
    new Map([
      [TOPICS, stringify(topics(payload))],
      [PATH, JSON.stringify(record(version, required))],
    ]);
  const topics = (payload: object) => ({
    asyncapi: '3.0.0',
    channels: {
      'told.v1': { messages: { told: { $ref: '#/components/messages/told' } } },
      'eoir.hearing.v1': {
        messages: { 'eoir.hearing.v1': { $ref: '#/components/messages/eoir.hearing.v1' } },
      },
    },
    components: {
      messages: {
        told: { payload: { $ref: '#/components/schemas/told' } },
        'eoir.hearing.v1': { payload: { schema: { $ref: './records/eoir.hearing.json' } } },
      },
      schemas: { told: payload },
    },
  });
  const told = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] };
  beforeEach(() => {
    commit(published(told));
    git('tag', 'v0.1.0');
  });

  it('may carry more', () => {
    const more = { ...told, properties: { ...told.properties, fresh: { type: 'string' } } };
    expect(breaksSinceLastTag(repository, published(more))).toEqual([]);
  });

  it('must carry what they did', () => {
    expect(breaksSinceLastTag(repository, published({ ...told, required: [] }))).toEqual([
      `${TOPICS}: told.v1/told/payload/id: may be absent now (accepted or promised in v0.1.0)`,
    ]);
  });

  it('promise records too, by the schema beside, until the record’s version is raised', () => {
    expect(breaksSinceLastTag(repository, published(told, 'v1', []))).toEqual([
      `${TOPICS}: eoir.hearing.v1/eoir.hearing.v1/payload/code: may be absent now (accepted or promised in v0.1.0)`,
    ]);
    expect(breaksSinceLastTag(repository, published(told, 'v2', []))).toEqual([]);
  });
});

describeWith('git', 'the examples of the last tag', () => {
  const source = new URL('../../schemas/examples/eoir.hearing/', import.meta.url);
  const example = (path: string) =>
    JSON.parse(readFileSync(new URL(path, source), 'utf8')) as { event: object };
  const OF = 'schemas/examples/eoir.hearing/valid';
  const first = readdirSync(new URL('valid/', source))[0]!;

  it('are taken today', () => {
    commit(new Map([[`${OF}/first.json`, JSON.stringify(example(`valid/${first}`))]]));
    git('tag', 'v0.1.0');
    expect(breaksSinceLastTag(repository, new Map())).toEqual([]);
  });

  it('of a version before may be refused today', () => {
    const refused = JSON.stringify(example('invalid/unknown-location.json').event);
    commit(
      new Map([
        [`${OF}/then.json`, refused],
        [PATH, schema('v1', ['a'])],
      ]),
    );
    git('tag', 'v0.1.0');
    expect(breaksSinceLastTag(repository, new Map([[PATH, schema('v1', ['a'])]]))).toHaveLength(1);
    expect(breaksSinceLastTag(repository, new Map([[PATH, schema('v2', ['a'])]]))).toEqual([]);
  });

  it('that are refused today are a break, told without their values', () => {
    const refused = example('invalid/unknown-location.json').event;
    commit(
      new Map([
        [`${OF}/then.json`, JSON.stringify(refused)],
        ['schemas/examples/eoir.hearing/invalid/x.json', '{}'],
        ['schemas/examples/eoir.gone/valid/x.json', JSON.stringify({ ...refused, type: 'eoir.gone' })],
      ]),
    );
    git('tag', 'v0.1.0');
    expect(breaksSinceLastTag(repository, new Map())).toEqual([
      'schemas/examples/eoir.gone/valid/x.json: eoir.gone is no record type (accepted or promised in v0.1.0)',
      `${OF}/then.json: /locationCode: not a code of the table tblLookupHloc (accepted or promised in v0.1.0)`,
    ]);
  });
});

function commit(content: string | ReadonlyMap<string, string>): void {
  const files = typeof content === 'string' ? new Map([[PATH, content]]) : content;
  for (const [path, text] of files) {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), text);
  }
  git('add', '.');
  git('-c', 'user.name=Test', '-c', 'user.email=test@example.org', 'commit', '--quiet', '-m', 'x');
}

function git(...args: string[]): void {
  execFileSync('git', args, { cwd: repository, stdio: 'ignore' });
}
