import type { FastifyRequest } from 'fastify';
import { UnavailableError } from '../contracts/errors.ts';
import { callerOf } from './context.ts';
import type { ApiDeps } from './deps.ts';
import type { ApiMetrics } from './metrics.ts';

/**
 * Write down who is told what of which children, before the answer leaves; where that can't be done there is no answer. No child, nothing
 * told. An answer that nothing changed (304) tells too.
 */
export type Disclose = (
  request: Pick<FastifyRequest, 'id' | 'caller' | 'routeOptions'>,
  childIds: readonly string[],
) => Promise<void>;

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
