/**
 * Contracts only grow: what a change of a JSON Schema would break. Pure.
 * What a sender writes must be accepted after as before (`refusals`); what a reader was promised must still be there
 * (`broken promises`). Two schemas are compared by their keywords, so a change that can't be judged (another
 * pattern) counts as a break.
 */

export type Json = Record<string, unknown>;

/** What records or requests accepted before would be refused now; a sentence each. */
export function newRefusals(before: unknown, after: unknown): string[] {
  return refusals(asSchema(before), asSchema(after), {
    at: '',
    before: asSchema(before),
    after: asSchema(after),
  });
}

/**
 * What a reader of documents was promised before and would not find now; a sentence each.
 * @param roots what their references point into, where that is not the schemas themselves
 */
export function brokenPromises(
  before: unknown,
  after: unknown,
  roots: { before: Json; after: Json } = { before: asSchema(before), after: asSchema(after) },
): string[] {
  return promises(asSchema(before), asSchema(after), { at: '', ...roots });
}

/** What senders and readers of an HTTP API would meet: OpenAPI 3.1 before and after. */
export function brokenOperations(before: Json, after: Json): string[] {
  return Object.entries(asSchema(before['paths'])).flatMap(([path, operations]) =>
    Object.entries(asSchema(operations))
      .filter(([method]) => METHODS.has(method))
      .flatMap(([method, operation]) => {
        const now = asSchema(asSchema(after['paths'])[path])[method];
        const at = `${method.toUpperCase()} ${path}`;
        if (now === undefined) return [`${at}: is gone`];
        return brokenOperation(asSchema(operation), asSchema(now), { at, before, after });
      }),
  );
}

const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch', 'head', 'options']);

/** Where in the schema, and the documents that `$ref`s point into. */
interface Place {
  at: string;
  before: Json;
  after: Json;
}

function brokenOperation(before: Json, after: Json, place: Place): string[] {
  return [
    ...newParameters(before, after, place),
    ...contents(
      asSchema(before['requestBody']),
      asSchema(after['requestBody']),
      under(place, 'request'),
      refusals,
    ),
    ...Object.entries(asSchema(before['responses'])).flatMap(([status, response]) => {
      const now = asSchema(after['responses'])[status];
      const at = under(place, status);
      if (now === undefined) return status.startsWith('2') ? [`${at.at}: this answer is gone`] : [];
      const [was, is] = [resolve(response, place.before), resolve(now, place.after)];
      return [...lostHeaders(was, is, at), ...contents(was, is, at, promises)];
    }),
  ];
}

function lostHeaders(before: Json, after: Json, place: Place): string[] {
  const now = asSchema(after['headers']);
  return Object.keys(asSchema(before['headers']))
    .filter((name) => !Object.hasOwn(now, name))
    .map((name) => `${place.at}: the header ${name} is gone`);
}

function newParameters(before: Json, after: Json, place: Place): string[] {
  const known = new Map(list(before['parameters']).map((each) => [parameterName(each, place.before), each]));
  return list(after['parameters']).flatMap((each) => {
    const name = parameterName(each, place.after);
    const parameter = resolve(each, place.after);
    const was = known.get(name);
    if (was === undefined)
      return parameter['required'] === true ? [`${place.at}: ${name} became required`] : [];
    const old = resolve(was, place.before);
    const required = parameter['required'] === true && old['required'] !== true;
    return [
      ...(required ? [`${place.at}: ${name} became required`] : []),
      ...refusals(asSchema(old['schema']), asSchema(parameter['schema']), under(place, name)),
    ];
  });
}

function parameterName(parameter: unknown, document: Json): string {
  const { in: where, name } = resolve(parameter, document);
  return `${String(where)} ${String(name)}`;
}

function contents(before: Json, after: Json, place: Place, compare: typeof refusals): string[] {
  return Object.entries(asSchema(before['content'])).flatMap(([media, content]) => {
    const now = asSchema(after['content'])[media];
    if (now === undefined) return [`${place.at}: ${media} is gone`];
    return compare(
      asSchema(asSchema(content)['schema']),
      asSchema(asSchema(now)['schema']),
      under(place, media),
    );
  });
}

function refusals(was: Json, is: Json, place: Place): string[] {
  const before = resolve(was, place.before);
  const after = resolve(is, place.after);
  const branches = alternatives(before);
  if (branches !== null || alternatives(after) !== null) {
    return everyBranch(branches ?? [before], alternatives(after) ?? [after], place, refusals);
  }
  return [
    ...narrowerType(before, after, place),
    ...narrowerEnum(before, after, place),
    ...narrowerLimits(before, after, place),
    ...narrowerObject(before, after, place),
    ...items(before, after, place, refusals),
  ];
}

function promises(was: Json, is: Json, place: Place): string[] {
  const before = resolve(was, place.before);
  const after = resolve(is, place.after);
  const branches = alternatives(after);
  if (branches !== null || alternatives(before) !== null) {
    // Each shape that may come now must be one that a reader knew.
    const swapped: typeof promises = (now, then, at) =>
      promises(then, now, { ...at, before: place.before, after: place.after });
    const turned = { at: place.at, before: place.after, after: place.before };
    return everyBranch(branches ?? [after], alternatives(before) ?? [before], turned, swapped);
  }
  return [
    ...otherType(before, after, place),
    ...droppedFields(before, after, place),
    ...items(before, after, place, promises),
  ];
}

/** Each of the first must be covered by one of the second; the least that is wrong is told. */
function everyBranch(first: unknown[], second: unknown[], place: Place, compare: typeof refusals): string[] {
  return first.flatMap((each) => {
    const outcomes = second.map((other) => compare(asSchema(each), asSchema(other), place));
    return outcomes.reduce((least, outcome) => (outcome.length < least.length ? outcome : least));
  });
}

function narrowerType(before: Json, after: Json, place: Place): string[] {
  const types = typesOf(after);
  if (types === null) return [];
  const lost = (typesOf(before) ?? ['anything']).filter((type) => !covers(types, type));
  return lost.map((type) => `${place.at}: ${type} is not accepted any more`);
}

function otherType(before: Json, after: Json, place: Place): string[] {
  const types = typesOf(before);
  if (types === null) return [];
  const fresh = (typesOf(after) ?? ['anything']).filter((type) => !covers(types, type));
  return fresh.map((type) => `${place.at}: may be ${type}, which was not promised`);
}

function covers(types: string[], type: string): boolean {
  return types.includes(type) || (type === 'integer' && types.includes('number'));
}

function narrowerEnum(before: Json, after: Json, place: Place): string[] {
  const allowed = valuesOf(after);
  if (allowed === null) return [];
  const was = valuesOf(before);
  if (was === null) return [`${place.at}: only some values are accepted now`];
  const now = new Set(allowed.map((value) => JSON.stringify(value)));
  return was
    .filter((value) => !now.has(JSON.stringify(value)))
    .map((value) => `${place.at}: ${JSON.stringify(value)} is not accepted any more`);
}

const UPPER = ['maxLength', 'maximum', 'exclusiveMaximum', 'maxItems', 'maxProperties'];
const LOWER = ['minLength', 'minimum', 'exclusiveMinimum', 'minItems', 'minProperties'];
const FIXED = ['pattern', 'format', 'multipleOf', 'uniqueItems', 'not', 'propertyNames', 'contains', 'if'];

function narrowerLimits(before: Json, after: Json, place: Place): string[] {
  const tighter = (name: string, sign: 1 | -1) => {
    const now = after[name];
    if (typeof now !== 'number') return false;
    const was = before[name];
    return typeof was !== 'number' || sign * now < sign * was;
  };
  return [
    ...UPPER.filter((name) => tighter(name, 1)),
    ...LOWER.filter(
      (name) => tighter(name, -1) && !(after[name] === 0 && before[name] === undefined && name !== 'minimum'),
    ),
    ...FIXED.filter(
      (name) => after[name] !== undefined && JSON.stringify(after[name]) !== JSON.stringify(before[name]),
    ),
  ].map((name) => `${place.at}: ${name} became narrower, or can’t be compared`);
}

function narrowerObject(before: Json, after: Json, place: Place): string[] {
  const had = new Set(list(before['required']));
  const required = list(after['required']).filter((name) => !had.has(name));
  const properties = asSchema(after['properties']);
  const closed = after['additionalProperties'] === false;
  return [
    ...required.map((name) => `${place.at}/${String(name)}: became required`),
    ...Object.entries(asSchema(before['properties'])).flatMap(([name, property]) => {
      if (Object.hasOwn(properties, name))
        return refusals(asSchema(property), asSchema(properties[name]), under(place, name));
      return closed ? [`${place.at}/${name}: is not accepted any more`] : [];
    }),
    ...(closed && isObject(before) && before['additionalProperties'] !== false
      ? [`${place.at}: fields without a name in the schema are not accepted any more`]
      : []),
    ...mapValues(before, after, place, refusals),
  ];
}

function droppedFields(before: Json, after: Json, place: Place): string[] {
  const required = new Set(list(after['required']));
  const properties = asSchema(after['properties']);
  const was = new Set(list(before['required']));
  return [
    ...Object.entries(asSchema(before['properties'])).flatMap(([name, property]) => {
      if (!Object.hasOwn(properties, name)) return [`${place.at}/${name}: is gone`];
      const optional = was.has(name) && !required.has(name) ? [`${place.at}/${name}: may be absent now`] : [];
      return [...optional, ...promises(asSchema(property), asSchema(properties[name]), under(place, name))];
    }),
    ...mapValues(before, after, place, promises),
  ];
}

function mapValues(before: Json, after: Json, place: Place, compare: typeof refusals): string[] {
  const was = before['additionalProperties'];
  const is = after['additionalProperties'];
  if (typeof was !== 'object' || typeof is !== 'object') return [];
  return compare(asSchema(was), asSchema(is), under(place, '*'));
}

function items(before: Json, after: Json, place: Place, compare: typeof refusals): string[] {
  if (before['items'] === undefined && after['items'] === undefined) return [];
  return compare(asSchema(before['items']), asSchema(after['items']), under(place, '[]'));
}

function under(place: Place, name: string): Place {
  return { ...place, at: `${place.at}/${name}` };
}

function alternatives(schema: Json): unknown[] | null {
  const branches = schema['anyOf'] ?? schema['oneOf'];
  return Array.isArray(branches) && branches.length > 0 ? branches : null;
}

function typesOf(schema: Json): string[] | null {
  const { type } = schema;
  if (typeof type === 'string') return [type];
  return Array.isArray(type) ? type.map(String) : null;
}

function valuesOf(schema: Json): unknown[] | null {
  if (Object.hasOwn(schema, 'const')) return [schema['const']];
  return Array.isArray(schema['enum']) ? schema['enum'] : null;
}

function isObject(schema: Json): boolean {
  return typesOf(schema)?.includes('object') === true || schema['properties'] !== undefined;
}

/** Follows `#/…` references; a chain of them ends somewhere in what our generators write. */
export function resolve(schema: unknown, document: Json): Json {
  const reference = asSchema(schema)['$ref'];
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return asSchema(schema);
  const target = reference
    .slice(2)
    .split('/')
    .reduce<unknown>(
      (node, part) => asSchema(node)[part.replaceAll('~1', '/').replaceAll('~0', '~')],
      document,
    );
  return resolve(target, document);
}

export function asSchema(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
