import type { Refusal } from '../../contracts/refusal.ts';
import { checkAttributes } from './check-attributes.ts';
import { decodeHeader } from './decode-header.ts';
import { parseJson } from './parse-json.ts';
import { hintsOf, type ParsedEvent } from './parsed-event.ts';

/** HTTP headers as Node gives them: names in lower case. */
export type HttpHeaders = Readonly<Record<string, string | string[] | undefined>>;

/**
 * One event in binary mode (CloudEvents HTTP binding 1.0.2 §3.1): attributes in `ce-*` headers, the record as body.
 * Pointers of refusals are those of the structured form: `/source` is the header `ce-source`, `/data` the body.
 */
export function parseBinary(headers: HttpHeaders, body: string | Buffer): ParsedEvent {
  const attributes: Record<string, unknown> = {};
  const refusals: Refusal[] = [];
  for (const [name, value] of Object.entries(headers)) {
    const attribute = attributeOf(name);
    if (attribute === null || value === undefined) continue;
    const text = typeof value === 'string' ? decodeHeader(value) : null;
    if (text === null) refusals.push(undecodable(attribute, value));
    else attributes[attribute] = text;
  }
  if (Object.hasOwn(headers, 'ce-datacontenttype')) refusals.push(DOUBLE_CONTENT_TYPE);

  const parsed = parseJson(body);
  if (!parsed.ok) refusals.push({ ...parsed.refusal, field: `/data${parsed.refusal.field}` });
  const checked = checkAttributes(attributes, parsed.ok ? parsed.value : undefined);
  if (refusals.length === 0) return checked;
  const unread = new Set(refusals.map((refusal) => refusal.field));
  const others = checked.ok ? [] : checked.refusals.filter((refusal) => !unread.has(refusal.field));
  return { ok: false, refusals: [...refusals, ...others], hints: hintsOf(attributes) };
}

/** Whether headers carry an event in binary mode. */
export function isBinaryMode(headers: HttpHeaders): boolean {
  return Object.hasOwn(headers, 'ce-specversion');
}

function attributeOf(header: string): string | null {
  if (header === 'content-type') return 'datacontenttype';
  return header.startsWith('ce-') && header !== 'ce-datacontenttype' ? header.slice(3) : null;
}

function undecodable(attribute: string, value: string | string[]): Refusal {
  const repeated = typeof value !== 'string';
  return {
    code: 'invalid-value',
    field: /^[a-z0-9_-]{1,40}$/.test(attribute) ? `/${attribute}` : '/(unnamed)',
    reason: repeated
      ? 'send this header once'
      : 'percent-encode UTF-8 as the CloudEvents HTTP binding §3.1.3.2 says: a % is %25',
    found: repeated ? `array(${value.length})` : `string(${value.length})`,
  };
}

const DOUBLE_CONTENT_TYPE: Refusal = {
  code: 'unknown-attribute',
  field: '/datacontenttype',
  reason: 'in binary mode datacontenttype is the header Content-Type; leave ce-datacontenttype out',
  found: 'string',
};
