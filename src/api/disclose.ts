import { UnavailableError } from '../contracts/errors.ts';
import { callerOf, type Disclose } from './context.ts';
import type { ApiDeps } from './deps.ts';
import type { ApiMetrics } from './metrics.ts';

export function discloser(
  { disclosures, clock }: Pick<ApiDeps, 'disclosures' | 'clock'>,
  metrics: Pick<ApiMetrics, 'disclosed'>,
): Disclose {
  return async (request, childIds, knownAt = null) => {
    if (childIds.length === 0) return;
    const { clientId: client, agency } = callerOf(request);
    const operation = request.routeOptions.schema!.operationId!;
    try {
      await disclosures.add({
        at: clock(),
        client,
        agency,
        operation,
        requestId: request.id,
        knownAt,
        childIds: childIds.length === 1 ? childIds : [...new Set(childIds)],
      });
    } catch (cause) {
      throw new UnavailableError('who is told cannot be written down now, so nothing is told', {
        cause,
        forCallers: true,
      });
    }
    metrics.disclosed(agency, operation);
  };
}
