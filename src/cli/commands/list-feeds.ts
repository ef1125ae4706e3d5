import { parseConfig } from '../../config/index.ts';
import { Feeds } from '../../contracts/feed.ts';
import { askApi } from '../ask-api.ts';
import { exitCodes, parseFlags, type Command } from '../command.ts';
import { feedsText } from '../feeds-text.ts';
import { targetFlags, targetOf } from '../target.ts';

export const listFeeds: Command = {
  name: 'feeds',
  summary: 'when each feed was last heard, which are silent, whether their manifests balance',
  help: `Ask a running service for its feeds: one record type from one source each. A feed is silent when nothing came for longer
than its own rhythm lets expect; a record type that nobody ever sent is listed as never heard.

Use: rollcall feeds

      --json        the API's own answer
      --url URL     the service (http://127.0.0.1 and ROLLCALL_HTTP_PORT)
      --token T     a token with the scope status:read; without it the local issuer's key makes one
      --data DIR    data folder with the local issuer's key (ROLLCALL_DATA_DIR)

Examples:
  rollcall feeds
  rollcall feeds --json | jq '.feeds[] | select(.state == "silent")'

Exit codes: 0 listed, 1 the token is refused, 3 a feed is silent or a manifest of its last 31 days does not balance,
64 wrong command line, 66 no key to make a token, 69 the service does not answer, 78 settings.
`,
  async run({ args, env, stdout, signal }) {
    const { values } = parseFlags(args, {
      ...targetFlags,
      json: { type: 'boolean' },
    });
    const target = targetOf(parseConfig(env({ ROLLCALL_DATA_DIR: values.data })), values);
    const answer = await askApi(target, { path: '/v1/feeds' }, signal);
    const { feeds } = Feeds.parse(answer.body);
    stdout.write(values.json ? `${JSON.stringify(answer.body, null, 2)}\n` : feedsText(feeds));
    const wrong = feeds.some(
      ({ state, manifest }) => state === 'silent' || (manifest?.unbalancedDays.length ?? 0) > 0,
    );
    return wrong ? exitCodes.refused : exitCodes.ok;
  },
};
