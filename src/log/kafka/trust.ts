import { isIP } from 'node:net';
import { connect, type ConnectionOptions } from 'node:tls';
import { UnavailableError } from '../../contracts/errors.ts';

const HANDSHAKE_MS = 5_000;

/**
 * One TLS handshake with each of `brokers` (host:port), before kafkajs is asked: it takes a certificate that it can't
 * trust for a broker that is away, tries for a minute and does not say why. Any other trouble is left to it.
 * @throws UnavailableError, at once, where none of them shows a certificate that can be trusted
 */
export async function checkCertificates(brokers: readonly string[], ssl: ConnectionOptions): Promise<void> {
  try {
    await Promise.any(brokers.map((broker) => checkCertificate(broker, ssl)));
  } catch (error) {
    const [cause] = (error as AggregateError).errors as Error[];
    throw new UnavailableError(cause!.message, { cause });
  }
}

async function checkCertificate(broker: string, ssl: ConnectionOptions): Promise<void> {
  const colon = broker.lastIndexOf(':');
  const host = broker.slice(0, colon);
  const name = isIP(host) === 0 ? { servername: host } : {};
  const socket = connect({ ...ssl, ...name, host, port: Number(broker.slice(colon + 1)) });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.setTimeout(HANDSHAKE_MS, resolve);
      socket.on('secureConnect', resolve);
      socket.on('close', () => resolve());
      socket.on('error', ({ message }) => {
        // Set where the handshake itself went well.
        if (!socket.authorizationError) return resolve();
        reject(new Error(`the certificate of ${broker} is not trusted: ${message}`));
      });
    });
  } finally {
    socket.destroy();
  }
}
