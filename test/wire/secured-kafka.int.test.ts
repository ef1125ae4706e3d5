import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Store } from '../../src/cli/wiring.ts';
import { parseConfig, readEnv } from '../../src/config/index.ts';
import type { EventLog } from '../../src/log/event-log.ts';
import { wiring } from '../../src/wire/index.ts';
import { certificateAuthority } from '../support/certificates.ts';
import { startKafkaBroker, type KafkaBroker } from '../support/kafka-broker.ts';
import { runRollcall } from '../support/run-rollcall.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { describeOwnBroker, testFolder } from '../support/services.ts';

/** A password of its own for each mechanism: the one asked for is the one used. */
const passwords = {
  plain: 'invented-plain-word',
  'scram-sha-256': 'invented-256-word',
  'scram-sha-512': 'invented-512-word',
};
type Mechanism = keyof typeof passwords;
const WRONG = 'invented-wrong-word';
/** Well under the 15 s that a broker which is away is waited for. */
const PROMPT_MS = 5_000;

await describeOwnBroker('Kafka with TLS and passwords, by the settings that operators give', () => {
  const folder = testFolder();
  const authority = join(folder.path, 'kafka-ca.pem');
  const stranger = join(folder.path, 'other-ca.pem');
  const opened: Store[] = [];
  let broker: KafkaBroker;
  let database: MigratedDatabase;
  /** The listener that asks for a password, and the one that doesn't. */
  let login: string;
  let open: string;

  beforeAll(async () => {
    const ca = certificateAuthority('Invented authority');
    writeFileSync(authority, ca.cert);
    writeFileSync(stranger, certificateAuthority('Another invented authority').cert);
    const users = (Object.keys(passwords) as Mechanism[]).map((mechanism) => ({
      mechanism: mechanism.toUpperCase() as Uppercase<Mechanism>,
      name: 'rollcall',
      password: passwords[mechanism],
    }));
    const secured = { certificate: ca.issue('localhost'), host: 'localhost', users };
    [broker, database] = await Promise.all([
      startKafkaBroker({ dir: join(folder.path, 'kafka'), secured }),
      migratedDatabase(),
    ]);
    login = `localhost:${broker.ports!.LOGIN}`;
    open = `localhost:${broker.ports!.TLS}`;
  }, 400_000);
  afterAll(async () => {
    for (const store of opened) await store.close();
    await broker.stop();
    await database.close();
    folder.remove();
  }, 400_000);

  const withTls = (brokers: string, ca = authority): Record<string, string> => ({
    ROLLCALL_DATABASE_URL: database.url,
    ROLLCALL_KAFKA_BROKERS: brokers,
    ROLLCALL_KAFKA_TLS: 'true',
    ROLLCALL_KAFKA_TLS_CA_FILE: ca,
  });
  const withPassword = (mechanism: Mechanism, password: string = passwords[mechanism]) => {
    const file = join(folder.path, `password-${randomUUID()}`);
    writeFileSync(file, `${password}\n`, { mode: 0o600 });
    return {
      ROLLCALL_KAFKA_SASL_MECHANISM: mechanism,
      ROLLCALL_KAFKA_USERNAME: 'rollcall',
      ROLLCALL_KAFKA_PASSWORD_FILE: file,
    };
  };
  const openLog = async (env: Record<string, string>): Promise<EventLog> => {
    const store = await wiring.openStore(parseConfig(readEnv({}, env)), { log: true, anyLog: true });
    opened.push(store);
    return store.log;
  };
  /** What a call answers that must fail at once. */
  const refusal = async (env: Record<string, string>): Promise<Error> => {
    const log = await openLog(env);
    const start = performance.now();
    const error = await log.watermarks('any.v1').then(
      () => null,
      (thrown: unknown) => thrown as Error,
    );
    expect(performance.now() - start).toBeLessThan(PROMPT_MS);
    expect(error).toMatchObject({ code: 'unavailable' });
    return error!;
  };

  it.each([
    ['TLS alone', () => withTls(open)],
    ['PLAIN', () => ({ ...withTls(login), ...withPassword('plain') })],
    ['SCRAM-SHA-256', () => ({ ...withTls(login), ...withPassword('scram-sha-256') })],
    ['SCRAM-SHA-512', () => ({ ...withTls(login), ...withPassword('scram-sha-512') })],
  ])('makes a topic, appends and reads as a group: %s', async (_, env) => {
    const log = await openLog(env());
    const topic = `secured.${randomUUID()}.v1`;
    await log.applyTopics([
      { name: topic, partitions: 2, retentionHours: null, compacted: false, key: 'any' },
    ]);
    const values = Array.from({ length: 50 }, (__, n) => `value ${n}`);
    await log.append(values.map((value) => ({ topic, key: value, headers: {}, value })));

    const reader = await log.subscribe({
      group: randomUUID(),
      topics: [topic],
      start: async (partitions) => partitions.map(() => null),
    });
    const seen: Array<string | null> = [];
    while (seen.length < values.length) {
      for (const batch of await reader.poll({ maxMessages: 100, maxWaitMs: 500 })) {
        seen.push(...batch.messages.map(({ value }) => value));
        await reader.commit([{ topic, partition: batch.partition, offset: batch.next }]);
      }
    }
    await reader.close();
    expect(seen).toHaveLength(values.length);
    expect(new Set(seen)).toEqual(new Set(values));
  });

  it.each<Mechanism>(['plain', 'scram-sha-256', 'scram-sha-512'])(
    'says at once that the password is wrong, and shows none: %s',
    async (mechanism) => {
      const { message, stack } = await refusal({ ...withTls(login), ...withPassword(mechanism, WRONG) });
      expect(message).toMatch(/^Kafka cannot list topics now: SASL .* authentication failed/);
      for (const word of [WRONG, ...Object.values(passwords)]) expect(stack).not.toContain(word);
    },
  );

  it('says at once that a password is wanted', async () => {
    const { message } = await refusal(withTls(login));
    expect(message).toMatch(/^Kafka cannot list topics now: the broker closed the connection, .* a password/);
  });

  it.each([
    ['of another authority', () => withTls(login, stranger), 'unable to verify the first certificate'],
    [
      'of an authority that the system doesn’t know',
      () => ({ ...withTls(login), ROLLCALL_KAFKA_TLS_CA_FILE: '' }),
      'unable to verify the first certificate',
    ],
    [
      'of another host',
      () => withTls(login.replace('localhost', '127.0.0.1')),
      'Hostname/IP does not match certificate',
    ],
  ])('refuses a certificate %s, at once', async (_, env, why) => {
    const { message } = await refusal({ ...env(), ...withPassword('plain') });
    expect(message).toMatch(/^the certificate of (localhost|127\.0\.0\.1):\d+ is not trusted: /);
    expect(message).toContain(why);
  });

  it('ends a command with exit code 69 and the reason, without the password', async () => {
    const env = { ...withTls(login), ...withPassword('scram-sha-512', WRONG) };
    const { code, stdout, stderr } = await runRollcall(['topics', 'apply', '--dry-run'], { env });
    expect(stderr).toMatch(/^rollcall topics: Kafka cannot list topics now: SASL SCRAM SHA512 /);
    expect(code).toBe(69);
    expect(stdout + stderr).not.toContain(WRONG);
  });
});
