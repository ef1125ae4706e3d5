import { pino } from 'pino';
import { Registry } from 'prom-client';
import { currentPolicy } from '../../domain/policy.ts';
import type { ApiDeps } from '../deps.ts';
import { buildServer } from '../server.ts';

/** The API's description, OpenAPI 3.1; needs neither a database nor a log. */
export async function openApiDocument(): Promise<object> {
  const app = await buildServer(describedOnly());
  try {
    return app.swagger();
  } finally {
    await app.close();
  }
}

/** Nothing is called while a server is only described. */
function describedOnly(): ApiDeps {
  const absent = async (): Promise<never> => {
    throw new Error('this server is only described');
  };
  return {
    log: { append: absent },
    store: {
      readStatus: absent,
      findReceipts: absent,
      searchChildren: absent,
      readRecordsAround: absent,
      readStatusHistory: absent,
      readChanges: absent,
      readChangeHead: absent,
    },
    feeds: {
      countDuplicates: absent,
      readFeeds: absent,
      readRecentBalances: absent,
      postManifest: absent,
      readBalances: absent,
    },
    disclosures: { add: absent, read: absent },
    caseFiles: { reassess: absent, asKnown: absent, readAccounting: absent, resolveAlias: absent },
    oversight: {
      policy: currentPolicy,
      readWorklist: absent,
      countAccountability: absent,
      readAccountability: absent,
      readDiscrepancies: absent,
      findDuty: absent,
      findAct: absent,
      keepAct: absent,
      noteActInLog: absent,
    },
    verifyToken: absent,
    clock: () => new Date(0),
    logger: pino({ level: 'silent' }),
    metrics: new Registry(),
    readiness: [],
  };
}
