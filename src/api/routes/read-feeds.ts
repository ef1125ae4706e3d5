import { Feeds } from '../../contracts/feed.ts';
import type { App, RouteContext } from '../context.ts';
import { feedList } from '../answers/feeds.ts';
import { json, problems } from '../responses.ts';

export function readFeedsRoute(app: App, { deps }: RouteContext): void {
  app.get(
    '/v1/feeds',
    {
      config: { access: 'status:read' },
      schema: {
        operationId: 'listFeeds',
        summary:
          'Every feed: when it was last heard, whether it is silent, whether its last manifest balanced',
        description:
          'A feed is one record type from one source. It is silent when nothing came for half as long again as its usual longest ' +
          'pause and two hours more; its rhythm is learned from its own last four weeks. A record type that nobody ever sent is ' +
          'listed without a source.',
        tags: ['feeds'],
        response: { 200: json('All feeds, by type and source', Feeds), ...problems() },
      },
    },
    async () => {
      const now = deps.clock();
      const [rows, balances] = await Promise.all([
        deps.feeds.readFeeds(now),
        deps.feeds.readRecentBalances(now),
      ]);
      return { feeds: feedList(rows, balances, now.getTime()), asOf: now.toISOString() };
    },
  );
}
