const MOMENT = '2026-03-01T15:00:00Z';
const DAY = '2026-03-01';

/** By the name of a field. */
const byName: Readonly<Record<string, string>> = {
  actId: 'seen-0001',
  aNumber: 'A012345678',
  causationid: 'evt-0001',
  city: 'Springfield',
  correlationid: 'evt-0001',
  dataschema: 'urn:rollcall:record:ice.custody-transfer:v1',
  digest: '7e18f737311b2dc3b2f269dd78396b0351f14fb66efa879f768cb23181883c78',
  eidSubjectId: 'EID-0001',
  eoirCaseId: 'CASE-0001',
  eventIds: 'evt-0001',
  fin: '1234567',
  given: 'Ana',
  id: 'evt-0001',
  line1: '100 Main St',
  orrFacilityCode: 'F-100',
  orrId: 'ORR-0001',
  partitionkey: 'XFER-0001',
  postalCode: '62701',
  programCode: 'P-100',
  record: 'ice.custody-transfer/XFER-0001@cbp:e3',
  recordId: 'XFER-0001',
  records: 'ice.custody-transfer/XFER-0001@cbp:e3',
  reference: 'FILE-0001',
  sequence: '1',
  source: 'urn:us-gov:hhs:uc-portal',
  subject: 'ice.custody-transfer/XFER-0001@cbp:e3',
  surnames: 'Ejemplo',
  time: MOMENT,
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  tracestate: 'system=1',
  unit: 'Apt 2',
  value: '2012-05-17',
};
const byFormat: Readonly<Record<string, string>> = {
  'date-time': MOMENT,
  date: DAY,
  uuid: '0e2c6b1e-7f6f-8b1a-9d2e-000000000001',
};
/** A pattern takes the first of these that fits it: a moment only where nothing plainer would do. */
const texts = ['evt-0001', MOMENT, DAY, '2019-2023', 'ice.custody-transfer/XFER-0001@cbp:e3', '1'];

/**
 * Gives every text and number of an API's description that shows no example one, in place: the page would make up texts that fit a
 * pattern and mean nothing, such as a day in the year 1180. Parameters get none, since the page would send them.
 */
export function giveExamples(node: unknown, name = ''): void {
  if (Array.isArray(node)) {
    for (const one of node) giveExamples(one, name);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const schema = node as Record<string, unknown>;
  const example = NAMED.some((key) => key in schema) ? undefined : exampleOf(schema, name);
  if (example !== undefined) schema['examples'] = [example];
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'parameters' || key === 'examples') continue;
    if (key !== 'properties') giveExamples(value, SAME.has(key) ? name : '');
    else for (const [field, one] of Object.entries(value as object)) giveExamples(one, field);
  }
}

/** What says of a schema which value it shows. */
const NAMED = ['example', 'examples', 'enum', 'const', 'default'];
/** Below these a schema is still that of the same field. */
const SAME = new Set(['items', 'anyOf', 'oneOf', 'allOf']);

function exampleOf({ type, format, pattern, minimum }: Record<string, unknown>, name: string): unknown {
  if (type === 'integer' || type === 'number')
    return typeof minimum === 'number' && minimum > 1 ? undefined : 1;
  if (type !== 'string') return undefined;
  const fits = (text: string | undefined): text is string =>
    text !== undefined && (typeof pattern !== 'string' || new RegExp(pattern, 'u').test(text));
  return [byName[name], byFormat[String(format)], ...(typeof pattern === 'string' ? texts : [])].find(fits);
}
