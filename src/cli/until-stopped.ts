import { once } from 'node:events';
import { AppError } from '../contracts/errors.ts';
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
  say(fault === null ? 'Stopping.' : `Stopping: ${whyOf(fault)}`);
  await service.close();
  return fault === null;
}

/** What is ours says why, and repeats nothing of a record; of anything else its kind. */
function whyOf(fault: Error): string {
  if (fault instanceof AppError) return fault.message;
  const { code } = fault as NodeJS.ErrnoException;
  return code === undefined ? fault.name : `${fault.name} (${code})`;
}
