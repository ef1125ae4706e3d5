import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { openApiDocument } from '../src/api/description/openapi.ts';
import { asyncApiText } from './schemas/async-api.ts';
import { databaseSql } from './schemas/dump-database.ts';
import { breaksSinceLastTag } from './schemas/since-last-tag.ts';
import { recordSchemaDocuments } from './schemas/record-schemas.ts';

/**
 * Writes `schemas/` from the code. With `--check` writes nothing, and fails where a file differs from what would be
 * written, or where a contract shrank since the last tagged version.
 */
const { values: options } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const root = new URL('..', import.meta.url).pathname;
const made = await generate();
const shrunk = breaksSinceLastTag(root, made);
if (shrunk === null)
  console.log('schemas: no tag v* yet, so there is no version whose promises must be kept');
const problems = [...(options.check ? differences(made) : write(made)), ...(shrunk ?? [])];
for (const problem of problems) console.error(problem);
console.log(`schemas: ${made.size} files, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Path in the repository → content. */
async function generate(): Promise<Map<string, string>> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const files = new Map<string, string>();
  for (const { type, schema } of recordSchemaDocuments())
    files.set(`schemas/records/${type}.json`, json(schema));
  files.set('schemas/asyncapi.yaml', asyncApiText(version));
  files.set('schemas/database.sql', await databaseSql());
  files.set('schemas/openapi.json', json(await openApiDocument()));
  return files;
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function write(files: Map<string, string>): string[] {
  for (const path of orphans(files)) rmSync(join(root, path));
  for (const [path, content] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return [];
}

function differences(files: Map<string, string>): string[] {
  const changed = [...files].flatMap(([path, content]) => {
    const file = join(root, path);
    if (!existsSync(file)) return [`${path}: is missing; npm run schemas writes it`];
    const found = readFileSync(file, 'utf8');
    return found === content
      ? []
      : [`${path}: ${firstDifference(found, content)}; npm run schemas writes it`];
  });
  return [...changed, ...orphans(files).map((path) => `${path}: belongs to no record type`)];
}

function firstDifference(found: string, made: string): string {
  const now = made.split('\n');
  const line = found.split('\n').findIndex((text, i) => text !== now[i]);
  return `differs from line ${(line === -1 ? Math.min(now.length, found.split('\n').length) : line) + 1} on`;
}

/** Schemas of record types that are no more. */
function orphans(files: Map<string, string>): string[] {
  const folder = join(root, 'schemas/records');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => `schemas/records/${name}`)
    .filter((path) => !files.has(path));
}
