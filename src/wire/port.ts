import { once } from 'node:events';
import { createServer } from 'node:net';
import type { HttpConfig } from '../config/index.ts';
import { AppError } from '../contracts/errors.ts';

/** Before anything is made: a port that is taken would be found last otherwise. */
export async function checkPort({ host }: HttpConfig, port: number): Promise<void> {
  const probe = createServer();
  try {
    probe.listen({ host, port });
    await once(probe, 'listening');
  } catch (error) {
    throw portError(host, port, error);
  }
  probe.close();
  await once(probe, 'close');
}

/** Listen, and say where; throws AppError where the port can't be had. */
export async function listenOn(
  app: { listen: (at: { host: string; port: number }) => Promise<string> },
  { host }: HttpConfig,
  port: number,
): Promise<string> {
  try {
    return shownUrl(await app.listen({ host, port }));
  } catch (error) {
    throw portError(host, port, error);
  }
}

function portError(host: string, port: number, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return error;
  const why = code === 'EACCES' ? 'may not be used by this user' : 'is in use';
  return new AppError(
    'port-in-use',
    `port ${port} of ${host} ${why}: give another with --port, or 0 for a free one`,
  );
}

function shownUrl(address: string): string {
  return address.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}
