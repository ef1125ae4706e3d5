import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ObligationRuleId } from '../../src/contracts/obligation.ts';
import { currentPolicy, policyWith } from '../../src/domain/policy.ts';
import { startApi, type TestServer } from './support/api-server.ts';
import { emptyOversight } from './support/empty-store.ts';

let api: TestServer;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

it('lists every duty as data: nothing of a rule but how it reads records is left out', async () => {
  const response = await fetch(`${api.url}/v1/obligations`, {
    headers: { authorization: `Bearer ${await api.token({ scopes: ['changes:read'] })}` },
  });
  const body = (await response.json()) as {
    policyVersion: string;
    obligations: Array<Record<string, unknown>>;
  };
  expect(body.policyVersion).toBe(currentPolicy.version);
  expect(body.obligations.map(({ id }) => String(id)).sort()).toEqual([...ObligationRuleId.options].sort());
  for (const rule of currentPolicy.rules) {
    const shown = body.obligations.find(({ id }) => id === rule.id)!;
    // As JSON has it: without the function.
    const told = JSON.parse(JSON.stringify(rule)) as Record<string, unknown>;
    expect(shown).toEqual({
      metByAcknowledgement: false,
      ...told,
      worklist: `/v1/worklists/${rule.id}`,
    });
  }
});

it('lists them as the policy in force has them', async () => {
  const policy = policyWith({ version: '2027-01-01', obligations: { 'serve-nta': { due: { days: 20 } } } });
  const other = await startApi({ oversight: { ...emptyOversight, policy } });
  try {
    const headers = { authorization: `Bearer ${await other.token()}` };
    const body = await (await fetch(`${other.url}/v1/obligations`, { headers })).json();
    expect(body).toMatchObject({
      policyVersion: policy.version,
      obligations: expect.arrayContaining([expect.objectContaining({ id: 'serve-nta', due: { days: 20 } })]),
    });
  } finally {
    await other.close();
  }
});
