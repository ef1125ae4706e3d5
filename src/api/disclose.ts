import { setTimeout as delay } from 'node:timers/promises';
import { UnavailableError } from '../contracts/errors.ts';
import type { Disclosure } from '../store/queries/add-disclosures.ts';
import { callerOf, type Disclose } from './context.ts';
import type { ApiDeps } from './deps.ts';
import type { ApiMetrics } from './metrics.ts';

/** An answer waits no longer than this to be written down. */
const WAIT_MS = 5_000;

export function discloser(
  { disclosures, clock }: Pick<ApiDeps, 'disclosures' | 'clock'>,
  metrics: Pick<ApiMetrics, 'disclosed'>,
): Disclose {
  const write = async (disclosure: Disclosure): Promise<void> => {
    const answered = new AbortController();
    const tooLong = delay(WAIT_MS, undefined, { signal: answered.signal, ref: false }).then(() => {
      throw new Error('writing down who is told takes too long');
    });
    try {
      await Promise.race([disclosures.add(disclosure), tooLong]);
    } catch (cause) {
      throw new UnavailableError('who is told cannot be written down now, so nothing is told', {
        cause,
        forCallers: true,
      });
    } finally {
      tooLong.catch(() => {});
      answered.abort();
    }
  };
  return async (request, childIds, knownAt = null) => {
    if (childIds.length === 0) return;
    const { clientId: client, agency } = callerOf(request);
    const operation = request.routeOptions.schema!.operationId!;
    await write({
      at: clock(),
      client,
      agency,
      operation,
      requestId: request.id,
      knownAt,
      childIds: childIds.length === 1 ? childIds : [...new Set(childIds)],
    });
    metrics.disclosed(agency, operation);
  };
}
