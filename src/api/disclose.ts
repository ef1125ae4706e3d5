import { UnavailableError } from '../contracts/errors.ts';
import { callerOf, type Disclose } from './context.ts';
import type { ApiDeps } from './deps.ts';
import type { ApiMetrics } from './metrics.ts';

export function discloser(
  { disclosures, clock }: Pick<ApiDeps, 'disclosures' | 'clock'>,
  metrics: Pick<ApiMetrics, 'disclosed'>,
): Disclose {
  return async (request, childIds) => {
    if (childIds.length === 0) return;
    const { clientId: client, agency } = callerOf(request);
    const operation = request.routeOptions.schema!.operationId!;
    const ids = childIds.length === 1 ? childIds : [...new Set(childIds)];
    try {
      await disclosures.add({ at: clock(), client, agency, operation, requestId: request.id, childIds: ids });
    } catch (cause) {
      throw new UnavailableError('who is told cannot be written down now, so nothing is told', {
        cause,
        forCallers: true,
      });
    }
    metrics.disclosed(agency, operation);
  };
}
