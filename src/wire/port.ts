import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Config } from '../config/index.ts';
import { AppError } from '../contracts/errors.ts';

/** Before anything is made: a port that is taken would be found last otherwise. */
export async function checkPort(config: Config): Promise<void> {
  const { host, port } = config.http;
  const probe = createServer();
  try {
    probe.listen({ host, port });
    await once(probe, 'listening');
  } catch (error) {
    throw portError(config, error);
  }
  probe.close();
  await once(probe, 'close');
}

export function portError({ http: { host, port } }: Config, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return error;
  const why = code === 'EACCES' ? 'may not be used by this user' : 'is in use';
  return new AppError(
    'port-in-use',
    `port ${port} of ${host} ${why}: give another with --port, or 0 for a free one`,
  );
}

export function shownUrl(address: string): string {
  return address.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}
