import { z } from 'zod';
import { pem, wholeNumber, yesNo, type Reading, type Values, type Variables } from './variable.ts';

export const logVariables = {
  ROLLCALL_LOG: {
    schema: z.enum(['postgres', 'kafka']),
    says: 'Where topics live; unset: kafka where brokers are named, else postgres',
    expects: 'postgres or kafka',
    example: 'kafka',
  },
  ROLLCALL_KAFKA_BROKERS: {
    schema: z
      .string()
      .regex(/^[^\s,:]+:\d{1,5}(,[^\s,:]+:\d{1,5})*$/)
      .transform((v) => v.split(','))
      .refine((brokers) => brokers.every((broker) => Number(broker.split(':')[1]) <= 65_535)),
    says: 'Brokers to start from',
    expects: 'host:port, several with commas',
    example: 'kafka-1:9092,kafka-2:9092',
  },
  ROLLCALL_KAFKA_TLS: {
    schema: yesNo,
    says: 'Speak TLS to Kafka and check its certificate',
    expects: 'true or false',
    example: 'true',
    preset: 'false',
  },
  ROLLCALL_KAFKA_TLS_CA: {
    schema: pem,
    says: 'Certificate authority of Kafka; unset: the system’s',
    expects: 'a PEM certificate',
    example: '/etc/rollcall/kafka-ca.pem',
    file: true,
  },
  ROLLCALL_KAFKA_SASL_MECHANISM: {
    schema: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']),
    says: 'How we prove who we are to Kafka; unset: not at all',
    expects: 'plain, scram-sha-256 or scram-sha-512',
    example: 'scram-sha-512',
  },
  ROLLCALL_KAFKA_USERNAME: {
    schema: z.string().min(1),
    says: 'SASL user',
    expects: 'a user name',
    example: 'rollcall',
  },
  ROLLCALL_KAFKA_PASSWORD: {
    schema: z.string().min(1),
    says: 'SASL password',
    expects: 'a password',
    example: '/run/secrets/kafka-password',
    secret: true,
    file: true,
  },
  ROLLCALL_KAFKA_SESSION_MS: {
    schema: wholeNumber(500, 1_800_000),
    says: 'Silence after which a consumer is dead',
    expects: 'milliseconds from 500 to 1800000, within the brokers’ bounds',
    example: '10000',
    preset: '10000',
  },
} as const satisfies Variables;

const ofKafka = (Object.keys(logVariables) as Array<keyof typeof logVariables>).filter(
  (name) => name.startsWith('ROLLCALL_KAFKA_') && name !== 'ROLLCALL_KAFKA_BROKERS',
);

export type LogConfig = { kind: 'postgres' } | ({ kind: 'kafka' } & KafkaConfig);

interface KafkaConfig {
  brokers: string[];
  clientId: string;
  tls: boolean;
  ca: string | null;
  /** How long a consumer may be silent before its partitions go to others, in ms. */
  sessionMs: number;
  sasl: { mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; password: string } | null;
}

export function checkLog({ values, has, isSound, need, clash }: Reading<typeof logVariables>): void {
  if (values.ROLLCALL_LOG === 'kafka') need('ROLLCALL_KAFKA_BROKERS', 'ROLLCALL_LOG is kafka');
  if (values.ROLLCALL_LOG === 'postgres') clash('ROLLCALL_KAFKA_BROKERS', 'ROLLCALL_LOG is postgres');
  // Who says how Kafka is to be spoken to means Kafka: left out brokers would mean Postgres, in silence.
  if (!has('ROLLCALL_KAFKA_BROKERS') && values.ROLLCALL_LOG !== 'kafka')
    for (const name of ofKafka) if (isSound(name)) clash(name, 'ROLLCALL_KAFKA_BROKERS is not');
  if (has('ROLLCALL_KAFKA_SASL_MECHANISM')) {
    need('ROLLCALL_KAFKA_USERNAME', 'ROLLCALL_KAFKA_SASL_MECHANISM is');
    need('ROLLCALL_KAFKA_PASSWORD', 'ROLLCALL_KAFKA_SASL_MECHANISM is');
  } else {
    clash('ROLLCALL_KAFKA_USERNAME', 'ROLLCALL_KAFKA_SASL_MECHANISM is not');
    clash('ROLLCALL_KAFKA_PASSWORD', 'ROLLCALL_KAFKA_SASL_MECHANISM is not');
  }
  if (!values.ROLLCALL_KAFKA_TLS && isSound('ROLLCALL_KAFKA_TLS'))
    clash('ROLLCALL_KAFKA_TLS_CA', 'ROLLCALL_KAFKA_TLS is not true');
}

export function logConfig(values: Values<typeof logVariables>): LogConfig {
  const brokers = values.ROLLCALL_KAFKA_BROKERS;
  const kind = values.ROLLCALL_LOG ?? (brokers === undefined ? 'postgres' : 'kafka');
  if (kind === 'postgres') return { kind };
  const mechanism = values.ROLLCALL_KAFKA_SASL_MECHANISM;
  return {
    kind,
    brokers: brokers!,
    clientId: 'rollcall',
    tls: values.ROLLCALL_KAFKA_TLS,
    ca: values.ROLLCALL_KAFKA_TLS_CA ?? null,
    sessionMs: values.ROLLCALL_KAFKA_SESSION_MS,
    sasl:
      mechanism === undefined
        ? null
        : { mechanism, username: values.ROLLCALL_KAFKA_USERNAME!, password: values.ROLLCALL_KAFKA_PASSWORD! },
  };
}
