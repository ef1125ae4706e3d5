import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { asAppError, LastFault, within } from '../../../src/log/kafka/faults.ts';

const never = new Promise<never>(() => {});

describe('within', () => {
  it('says what kept kafkajs from a broker meanwhile', async () => {
    const lastFault = new LastFault();
    const late = within(20, 'list topics', never, lastFault);
    lastFault.note('b1:9092: Connection timeout');
    await expect(late).rejects.toMatchObject({
      code: 'unavailable',
      message: 'Kafka did not list topics within 20 ms: b1:9092: Connection timeout',
    });
  });

  it('does not say what was before', async () => {
    const lastFault = new LastFault();
    lastFault.note('b1:9092: Connection timeout');
    await delay(1);
    const late = within(20, 'list topics', never, lastFault);
    await expect(late).rejects.toThrow(/^Kafka did not list topics within 20 ms$/);
  });
});

describe('asAppError', () => {
  it('says what a connection that a broker closes can mean', () => {
    expect(asAppError('append', new Error('Closed connection')).message).toBe(
      'Kafka cannot append now: the broker closed the connection, as it does where it wants TLS, or a password, and gets none',
    );
  });
});
