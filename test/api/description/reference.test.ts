import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Manifest } from '../../../src/contracts/manifest.ts';
import { Acknowledgement, Waiver } from '../../../src/contracts/worklist.ts';
import { startApi, type TestServer } from '../support/api-server.ts';

interface Schema {
  $ref?: string;
  type?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  pattern?: string;
  enum?: unknown[];
  default?: unknown;
  example?: unknown;
  examples?: unknown[];
}
interface Operation {
  tags: string[];
  parameters?: Array<{ name: string; description?: string; schema: Schema }>;
  responses: Record<string, unknown>;
  requestBody?: { content: Record<string, { schema: Schema }> };
}

let api: TestServer;
let description: {
  tags: Array<{ name: string; description: string }>;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};
beforeAll(async () => {
  api = await startApi();
  description = (await (await fetch(`${api.url}/reference/json`)).json()) as typeof description;
});
afterAll(() => api.close());

/** What the page shows as the example of a schema. */
function shown(schema: Schema): unknown {
  if (schema.$ref !== undefined)
    return shown(description.components.schemas[schema.$ref.split('/').at(-1)!]!);
  if (schema.examples !== undefined) return schema.examples[0];
  if (schema.example !== undefined) return schema.example;
  if (schema.anyOf !== undefined) return shown(schema.anyOf[0]!);
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.items !== undefined) return [shown(schema.items)];
  if (schema.properties === undefined) return schema.default;
  return Object.fromEntries(Object.entries(schema.properties).map(([name, one]) => [name, shown(one)]));
}

describe('the reference', () => {
  it('is a page that asks for nothing over HTTPS or from elsewhere, so it opens under any host name', async () => {
    const page = await fetch(`${api.url}/reference`);
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy')!;
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/upgrade-insecure-requests|https:|\w+\.\w+/);
  });

  it.each(['/reference/', '/reference/static/index.html'])('is there at %s too', async (path) => {
    const page = await fetch(`${api.url}${path}`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('swagger-ui')]);
  });

  it('shows a day or a moment only where one is meant', () => {
    const dated: string[] = [];
    const look = (node: unknown, name: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const { pattern, examples } = node as Schema;
      const isText = typeof pattern === 'string' && new RegExp(pattern, 'u').test('evt-0001');
      if (isText && /^\d{4}-/.test(String(examples?.[0]))) dated.push(name);
      for (const [key, one] of Object.entries(node)) look(one, `${name}/${key}`);
    };
    look(description, '');
    expect(dated).toEqual([]);
  });

  it('describes every group of operations', () => {
    const used = Object.values(description.paths).flatMap((path) =>
      Object.values(path).flatMap(({ tags }) => tags),
    );
    expect(new Set(description.tags.map(({ name }) => name))).toEqual(new Set(used));
  });

  it('says of every parameter what it is', () => {
    const bare = Object.entries(description.paths).flatMap(([path, operations]) =>
      Object.values(operations).flatMap(({ parameters = [] }) =>
        parameters.filter((one) => one.description === undefined).map(({ name }) => `${path} ${name}`),
      ),
    );
    expect(bare).toEqual([]);
  });

  const parametersOf = (path: string) =>
    Object.fromEntries(
      description.paths[path]!['get']!.parameters!.map(({ name, schema }) => [name, schema] as const),
    );

  it.each(['validAt', 'knownAt'])('says how a moment is written: %s', (name) => {
    const { pattern } = parametersOf('/v1/children/{childId}')[name]!;
    for (const text of ['2024-05-31', '2024-05-31T12:00Z', '2024-05-31T12:00:00.123-05:00'])
      expect([text, new RegExp(pattern!).test(text)]).toEqual([text, true]);
    for (const text of [
      '',
      '2024',
      '2024-05-31T',
      '2024-05-31T12:00:00',
      '2024-05-31T24:00Z',
      '2024-05-31T12:00Z ',
    ])
      expect([text, new RegExp(pattern!).test(text)]).toEqual([text, false]);
  });

  it.each([
    ['state', ['open', 'overdue'], 'shut'],
    ['owner', ['ice', 'child'], 'cbp'],
    ['office', ['New York City', 'St Paul'], 'Atlantis'],
    ['ageBand', ['0-5', '18-and-over'], '0-99'],
  ])('says of a list which values it may hold, with commas or repeated: %s', (name, values, other) => {
    const [joined, repeated] = parametersOf('/v1/worklists/{obligation}')[name]!.anyOf!;
    const fits = (text: string) => new RegExp(joined!.pattern!).test(text);
    expect([values.join(','), values[0]!, other, `${values[0]},${other}`, `${values[0]},`].map(fits)).toEqual(
      [true, true, false, false, false],
    );
    expect(repeated!.items!.enum).toEqual(expect.arrayContaining(values));
    expect(repeated!.items!.enum).not.toContain(other);
  });

  it('says of every operation that reads a body that it may be late, too large or of another kind', () => {
    const silent = Object.entries(description.paths).flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, { responses }]) =>
        method === 'get' || ['408', '413', '415'].every((status) => status in responses)
          ? []
          : [`${method} ${path}`],
      ),
    );
    expect(silent).toEqual([]);
  });

  it.each<[string, { safeParse(value: unknown): { success: boolean } }]>([
    ['/v1/worklists/{obligation}/acknowledgements', Acknowledgement],
    ['/v1/worklists/{obligation}/waivers', Waiver],
    ['/v1/feeds/{feed}/manifests', Manifest],
  ])('shows a body that %s takes', (path, schema) => {
    const body = shown(description.paths[path]!['post']!.requestBody!.content['application/json']!.schema);
    const { eventIds: _, ...rest } = body as Record<string, unknown>;
    expect(schema.safeParse(rest)).toMatchObject({ success: true });
  });

  it('shows no moment, day or number that cannot be', () => {
    const item = shown(description.components.schemas['WorklistItem']!) as Record<string, unknown>;
    expect(item).toMatchObject({
      childId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      subject: 'ice.custody-transfer/XFER-0001@cbp:e3',
      since: '2026-03-01T15:00:00Z',
      due: '2026-03-01T15:00:00Z',
    });
    expect(shown(description.components.schemas['ActReceipt']!)).toMatchObject({
      version: 1,
      actId: 'seen-0001',
    });
    expect(shown(description.components.schemas['Problem']!)).toMatchObject({
      status: 400,
      errors: [{ field: '/limit' }],
    });
  });
});
