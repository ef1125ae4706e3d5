import { once } from 'node:events';
import type { Service } from './wiring.ts';

/** Wait for the signal or a fault, then close. @returns whether it was the signal. */
export async function untilStopped(
  service: Service,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<boolean> {
  const fault = await Promise.race([
    service.fault,
    signal.aborted ? null : once(signal, 'abort').then(() => null),
  ]);
  say(fault === null ? 'Stopping.' : `Stopping: ${fault.message}`);
  await service.close();
  return fault === null;
}
