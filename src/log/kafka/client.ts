import kafkajs, { type Kafka as KafkaClient, type LogEntry, type RetryOptions } from 'kafkajs';
import { CLOSED_BY_BROKER, type LastFault } from './faults.ts';
import { patchEncoder } from './encoder-patch.ts';
import { patchRequestQueue } from './request-queue-patch.ts';

const { Kafka, logLevel } = kafkajs;

export interface KafkaConnection {
  /** host:port to start from. */
  brokers: string[];
  clientId: string;
  /** TLS, with the authorities to trust where they aren't the system's. Not given: no TLS. */
  tls?: { ca?: string[] };
  sasl?: { mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; password: string };
  /** What kafkajs has to say; no message contents. */
  onEvent?: (event: KafkaEvent) => void;
}

export interface KafkaEvent {
  level: 'warn' | 'debug';
  message: string;
  details: Record<string, unknown>;
}

/** kafkajs' default of 5 retries gives up while a broker restarts; this waits about 50 s, a second at most between two. */
export const RETRY = { retries: 50, initialRetryTime: 100, maxRetryTime: 1_000 };

/**
 * For consumers: some 12 s, a little longer than a place in the group lasts. What kafkajs tries can't be called off, so
 * longer would outlive a close; after it the next poll begins anew, for as long as there are polls.
 */
export const CONSUMER_RETRY = { retries: 14, initialRetryTime: 100, maxRetryTime: 1_000 };

export function connectKafka(
  options: KafkaConnection,
  retry: RetryOptions,
  lastFault: LastFault,
): KafkaClient {
  patchEncoder();
  patchRequestQueue();
  const { brokers, clientId, sasl, onEvent } = options;
  const ssl = sslOf(options);
  return new Kafka({
    brokers,
    clientId,
    ...(ssl === null ? {} : { ssl }),
    ...(sasl === undefined ? {} : { sasl: saslOf(sasl) }),
    // The default is 1 s, less than a TLS handshake with a busy broker may take.
    connectionTimeout: 5_000,
    requestTimeout: 10_000,
    retry,
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => {
      const fault = connectionFault(entry);
      if (fault !== null) lastFault.note(fault);
      onEvent?.(eventOf(entry));
    },
  });
}

/** What a socket is told; null where there is no TLS. Said outright, so that no variable of Node's turns the check off. */
export function sslOf({ tls }: KafkaConnection): { rejectUnauthorized: true; ca?: string[] } | null {
  return tls === undefined ? null : { rejectUnauthorized: true, ...tls };
}

function saslOf({ mechanism, username, password }: NonNullable<KafkaConnection['sasl']>) {
  // One case each: kafkajs' type is a union of mechanisms.
  if (mechanism === 'plain') return { mechanism, username, password } as const;
  if (mechanism === 'scram-sha-256') return { mechanism, username, password } as const;
  return { mechanism, username, password } as const;
}

/** Why there is no connection to a broker, where that is what kafkajs says; null otherwise. */
function connectionFault({ namespace, log }: LogEntry): string | null {
  const { message = '', broker } = log as unknown as Record<string, string | undefined>;
  if (namespace === 'Connection' && message.startsWith('Connection ')) return `${broker}: ${message}`;
  if (namespace === 'BrokerPool' && message === 'Closed connection') return CLOSED_BY_BROKER;
  return null;
}

/** A fresh broker answers the first of these so, once; kafkajs calls it an error and tries again by itself. */
const EXPECTED =
  /coordinator is (loading|not available)|rebalancing|coordinator is not aware of this member/i;

/** While a broker is away or refuses us, the same is said some ten times a second: it is passed on once in this time. */
const AGAIN_MS = 10_000;

export function sparing(onEvent: (event: KafkaEvent) => void): (event: KafkaEvent) => void {
  const told = new Map<string, number>();
  return (event) => {
    const words = `${event.message} ${String(event.details['broker'])}`;
    const now = performance.now();
    if (now - (told.get(words) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) return;
    if (told.size > 1_000) told.clear();
    told.set(words, now);
    onEvent(event);
  };
}

/** Never above `warn`: kafkajs tries again, and what it gives up comes out as an error of the call. */
function eventOf({ namespace, log }: LogEntry): KafkaEvent {
  const { message, error, groupId, broker } = log as unknown as Record<string, string>;
  const text = `${message ?? ''} ${error ?? ''}`;
  return {
    level: EXPECTED.test(text) ? 'debug' : 'warn',
    message: `kafkajs ${namespace}: ${message ?? ''}`,
    details: Object.fromEntries(
      Object.entries({ error, groupId, broker }).filter(([, value]) => value !== undefined),
    ),
  };
}
