import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe } from '@jest/globals';
import { Client } from 'pg';
import { brokerFiles } from './kafka-broker.ts';

/** A fresh, empty database of its own, as its owner. */
export async function testDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const base = process.env['ROLLCALL_TEST_DATABASE_URL'];
  if (base === undefined) throw new Error('no database: only *.int.test.ts files and e2e/ get one');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await admin(base, `create database ${name}`);
  const url = new URL(base);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => admin(base, `drop database if exists ${name} with (force)`) };
}

/** The run's broker; null where there is none. Topics and groups are shared by all tests: use names of your own. */
export function kafkaBrokers(): string[] | null {
  return process.env['ROLLCALL_TEST_KAFKA_BROKERS']?.split(',') ?? null;
}

/** `describe`, or a skipped one that says why, where there is no Kafka. */
export function describeKafka(name: string, tests: () => void): void {
  if (kafkaBrokers() !== null) describe(name, tests);
  else describe.skip(`${name} (no Kafka: ${process.env['ROLLCALL_TEST_NO_KAFKA'] ?? 'not started'})`, tests);
}

/** As `describeKafka`, for tests that run a broker of their own, whatever broker the run has. Under CI one must be had. */
export async function describeOwnBroker(name: string, tests: () => void): Promise<void> {
  const files = await brokerFiles(resolve(import.meta.dirname, '../..'));
  if ('none' in files && process.env['CI'] === 'true')
    throw new Error(`no broker of its own for "${name}": ${files.none}`);
  if ('none' in files) describe.skip(`${name} (no broker of its own: ${files.none})`, tests);
  else describe(name, tests);
}

/** `describe`, or a skipped one that says why, where a program is missing. Under CI none may be. */
export function describeWith(program: string, name: string, tests: () => void): void {
  const missing = spawnSync(program, ['--version']).error !== undefined;
  if (missing && process.env['CI'] === 'true') throw new Error(`no ${program} for "${name}"`);
  if (missing) describe.skip(`${name} (no ${program} here)`, tests);
  else describe(name, tests);
}

/** A folder for one test. What still runs on it when the run ends is ended with it. */
export function testFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(process.env['ROLLCALL_TEST_DIR'] ?? tmpdir(), 'folder-'));
  chmodSync(path, 0o755);
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

async function admin(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
