import { stopServices } from './run-services.ts';

/** Leaves no process and no folder behind. */
export default async function globalTeardown(): Promise<void> {
  await stopServices();
}
