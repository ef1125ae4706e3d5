import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestServer } from './support/api-server.ts';
import { BATCH, NDJSON, placementEvent, STRUCTURED } from './support/events.ts';

/** Invented; none of these texts may turn up anywhere but in the log of records. */
const canaries = ['A087654321', '087654321', 'Zuzibeth', 'Quarlemont', '2011-11-13', 'ORR-CANARY-9'];

describe('what is not written down', () => {
  let api: TestServer;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  it('no identifier, name or date of a child is in answers, logs or metrics', async () => {
    const person = {
      identifiers: { aNumber: 'A087654321', orrId: 'ORR-CANARY-9' },
      name: { given: ['Zuzibeth'], surnames: ['Quarlemont'] },
      birthDate: { value: '2011-11-13', precision: 'day' },
    };
    const good = placementEvent({ id: 'c1', data: { person } });
    const misfit = placementEvent({
      id: 'c2',
      data: { person: { ...person, unknown: 'Zuzibeth' }, A087654321: 'x' },
    });
    const wrong = placementEvent({ id: 'c3', data: { person: { ...person, sex: 'Quarlemont' } } });
    const odd = placementEvent({
      id: 'c4',
      with: { source: 'urn:Zuzibeth', subject: 'A087654321', other: 'Zuzibeth' },
    });
    const broken = JSON.stringify(good).slice(0, -2);
    const authorization = `Bearer ${await api.token()}`;
    const answers: string[] = [];
    const call = async (path: string, type: string, body: string): Promise<void> => {
      const response = await fetch(api.url + path, {
        method: 'POST',
        headers: { authorization, 'content-type': type },
        body,
      });
      answers.push(await response.text(), JSON.stringify([...response.headers]));
    };
    const events = [good, misfit, wrong, odd];
    for (const event of events) await call('/v1/records', STRUCTURED, JSON.stringify(event));
    await call('/v1/records', STRUCTURED, broken);
    await call('/v1/records', BATCH, JSON.stringify([...events, ['Zuzibeth']]));
    await call('/v1/records', NDJSON, `${events.map((e) => JSON.stringify(e)).join('\n')}\n${broken}\n`);
    await call(
      '/v1/children/search',
      'application/json',
      JSON.stringify({ identifiers: person.identifiers }),
    );
    await call(
      '/v1/children/search',
      'application/json',
      JSON.stringify({ ...person, identifiers: { A087654321: 1 } }),
    );
    await fetch(`${api.url}/v1/children/A087654321?name=Zuzibeth`, { headers: { authorization } });
    await fetch(`${api.url}/A087654321/Quarlemont`, { headers: { authorization } });

    const metrics = await (await fetch(`${api.url}/metrics`)).text();
    expect(metrics).toContain('rollcall_intake_events_total');
    const written = [...answers, ...api.logged().split('\n'), ...metrics.split('\n')];
    const leaks = written.filter((line) =>
      canaries.some((canary) => line.toLowerCase().includes(canary.toLowerCase())),
    );
    expect(leaks).toEqual([]);
  });

  it('logs a request by its route’s template', async () => {
    const logged = api
      .logged()
      .split('\n')
      .filter((line) => line.includes('"route"'));
    const routes = new Set(logged.map((line) => (JSON.parse(line) as { route: string }).route));
    expect([...routes].sort()).toEqual([
      '(none)',
      '/v1/children/:childId',
      '/v1/children/search',
      '/v1/records',
    ]);
    const allowed = new Set([
      'level',
      'time',
      'pid',
      'hostname',
      'reqId',
      'route',
      'method',
      'status',
      'ms',
      'client',
      'agency',
      'msg',
    ]);
    for (const line of logged) {
      expect(Object.keys(JSON.parse(line) as object).filter((name) => !allowed.has(name))).toEqual([]);
    }
  });
});
