import { expect, it } from '@jest/globals';
import { noChild } from '../../../src/api/answers/no-child.ts';

const to = '0e2c6b1e-7f6f-8b1a-9d2e-000000000001';

it.each([
  ['/v1/children/x/timeline?limit=1', `/v1/children/${to}/timeline?limit=1`],
  ['/v1/%63hildren/x', `/v1/children/${to}`],
  // RFC 9112 §3.2.2: a server takes the whole URL, as proxies are sent it.
  ['http://rollcall:8080/v1/children/x/timeline?limit=1', `/v1/children/${to}/timeline?limit=1`],
  ['HTTP://rollcall/v1/children/x?validAt=2024-05-31', `/v1/children/${to}?validAt=2024-05-31`],
])('asked %s, a child that moved is at %s', (asked, location) => {
  expect(noChild({ kind: 'moved', to }, asked).headers).toEqual({ location });
});
