import kafkajs, { type Kafka as KafkaClient, type LogEntry } from 'kafkajs';
import { patchRequestQueue } from './request-queue-patch.ts';

const { Kafka, logLevel } = kafkajs;

export interface KafkaConnection {
  /** host:port to start from. */
  brokers: string[];
  clientId: string;
  /** True, or the authorities to trust. */
  ssl?: boolean | { ca?: string[]; cert?: string; key?: string };
  sasl?: { mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; password: string };
  /** What kafkajs has to say; no message contents. */
  onEvent?: (event: KafkaEvent) => void;
}

export interface KafkaEvent {
  level: 'error' | 'warn' | 'info' | 'debug';
  message: string;
  details: Record<string, unknown>;
}

/** kafkajs' default of 5 retries gives up while a broker restarts; this waits about 50 s, a second at most between two. */
export const RETRY = { retries: 50, initialRetryTime: 100, maxRetryTime: 1_000 };

export function connectKafka(options: KafkaConnection): KafkaClient {
  patchRequestQueue();
  const { brokers, clientId, ssl, sasl, onEvent } = options;
  return new Kafka({
    brokers,
    clientId,
    ...(ssl === undefined || ssl === false ? {} : { ssl }),
    ...(sasl === undefined ? {} : { sasl: saslOf(sasl) }),
    // The default is 1 s, less than a TLS handshake with a busy broker may take.
    connectionTimeout: 5_000,
    requestTimeout: 10_000,
    retry: RETRY,
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => onEvent?.(eventOf(entry)),
  });
}

function saslOf({ mechanism, username, password }: NonNullable<KafkaConnection['sasl']>) {
  // One case each: kafkajs' type is a union of mechanisms.
  if (mechanism === 'plain') return { mechanism, username, password } as const;
  if (mechanism === 'scram-sha-256') return { mechanism, username, password } as const;
  return { mechanism, username, password } as const;
}

/** A fresh broker answers the first of these so, once; kafkajs calls it an error and tries again by itself. */
const EXPECTED =
  /coordinator is (loading|not available)|rebalancing|coordinator is not aware of this member/i;

function eventOf({ level, namespace, log }: LogEntry): KafkaEvent {
  const { message, error, retryCount, groupId, broker } = log as unknown as Record<string, string>;
  const text = `${message ?? ''} ${error ?? ''}`;
  const plain = level === logLevel.ERROR ? 'error' : 'warn';
  return {
    level: EXPECTED.test(text) ? 'debug' : plain,
    message: `kafkajs ${namespace}: ${message ?? ''}`,
    details: Object.fromEntries(
      Object.entries({ error, retryCount, groupId, broker }).filter(([, value]) => value !== undefined),
    ),
  };
}
