/**
 * The house's layers (docs/architecture.md), each rule with its reason. Rooms are only entered in the direction data
 * flows, so a change to one can be understood without reading those after it.
 */

/** A room may import itself, the rooms named and single files (patterns); nothing else of src. */
function only(room, rooms, comment, files = []) {
  const allowed = [...[room, ...rooms].map((name) => `^src/${name}/`), ...files];
  return {
    name: `${room}-imports-only-${rooms.join('-') || 'itself'}`,
    comment,
    severity: 'error',
    from: { path: `^src/${room}/` },
    to: { path: '^src/', pathNot: allowed },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    only('contracts', [], 'Contracts are what everyone agrees on: they can depend on nobody.'),
    only(
      'domain',
      ['contracts'],
      'Decisions depend on what records say, never on how they came or are kept.',
    ),
    only('connectors', ['contracts', 'domain'], 'A format becomes records by a pure function.'),
    only(
      'log',
      ['contracts'],
      'The log carries messages and knows nothing of children. Its adapter on Postgres holds connections as the store does.',
      ['^src/store/pool[.]ts$'],
    ),
    only('store', ['contracts', 'domain'], 'The store keeps what the domain decided; it does not decide.'),
    only(
      'intake',
      ['contracts', 'connectors', 'log'],
      'Intake answers when the log has a record; it never waits for, or reads, the store.',
    ),
    only(
      'reconciler',
      ['contracts', 'domain', 'log', 'store'],
      'The reconciler reads the log and writes the store; who asks is not its business.',
    ),
    only(
      'replay',
      ['contracts', 'domain', 'log', 'store', 'reconciler'],
      'A rebuild is the reconciler run again, not a second one.',
    ),
    only(
      'simulator',
      ['contracts'],
      'The simulator’s truth proves the domain only while it shares no code with it.',
    ),
    only(
      'api',
      ['contracts', 'domain', 'connectors', 'intake', 'log', 'store', 'reconciler', 'replay'],
      'The API stands on the rooms; what starts it (wire, config, cli) hands it what it needs.',
    ),
    {
      name: 'nobody-imports-the-entrances',
      comment: 'cli, main and wire put the rooms together; a room that imported them would build itself.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(cli/|main[.]ts|wire/)' },
      to: { path: '^src/(cli/|main[.]ts|wire/)' },
    },
    {
      name: 'config-only-where-things-are-built',
      comment: 'A room takes what it needs as arguments, so it can be tested and run without an environment.',
      severity: 'error',
      from: { path: '^src/(contracts|domain|connectors|log|store|intake|reconciler|replay|simulator|api)/' },
      to: { path: '^src/config/' },
    },
    {
      name: 'contracts-use-zod-only',
      comment:
        'One schema is check, type, JSON Schema and OpenAPI; a second library would be a second truth.',
      severity: 'error',
      from: { path: '^src/contracts/' },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-peer', 'npm-optional', 'core'],
        pathNot: ['node_modules/zod/', '^(node:)?crypto$'],
      },
    },
    {
      name: 'contracts-hash-in-one-place',
      comment:
        'node:crypto in hash.ts alone: the id of a content is part of the contract (sender, log and store must agree on it), and SHA-256 is not worth a package.',
      severity: 'error',
      from: { path: '^src/contracts/', pathNot: '^src/contracts/hash[.]ts$' },
      to: { path: '^(node:)?crypto$' },
    },
    {
      name: 'domain-is-pure',
      comment:
        'No packages and no Node in the domain: no clock, no randomness, no I/O. So a status is a function of a set.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-peer', 'npm-optional', 'core'] },
    },
    {
      name: 'connectors-are-pure',
      comment: 'A connector is a function from bytes to records; it fetches nothing.',
      severity: 'error',
      from: { path: '^src/connectors/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(buffer|string_decoder)$' },
    },
    {
      name: 'kafkajs-in-one-place',
      comment: 'kafkajs has had no release since 2023: one folder to change when it is replaced.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/log/kafka/' },
      to: { path: 'node_modules/kafkajs/' },
    },
    {
      name: 'pg-in-two-places',
      comment:
        'SQL is spoken in the store and in the log on Postgres; elsewhere it would be read around the domain. Types too: store/pool.ts names what others may hold.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(store|log/postgres)/' },
      to: { path: 'node_modules/(pg|pg-copy-streams)/' },
    },
    {
      name: 'fastify-in-the-api',
      comment: 'HTTP is one way in; a room that knew it could not be called another way.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/api/' },
      to: { path: 'node_modules/(fastify|@fastify|fastify-type-provider-zod)/' },
    },
    {
      name: 'log-adapters-keep-apart',
      comment: 'Each adapter keeps the port’s promises by itself, so that any of them can be removed.',
      severity: 'error',
      from: { path: '^src/log/(kafka|postgres|memory)/' },
      to: { path: '^src/log/(kafka|postgres|memory)/', pathNot: '^src/log/$1/' },
    },
    {
      name: 'no-circular',
      comment:
        'Two files that need each other are one idea in two places; so for types, which go into a third file.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-tests-in-production',
      comment: 'What ships does not depend on what proves it.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|scripts)/' },
    },
    {
      name: 'no-development-packages-in-production',
      comment: 'What ships runs after npm ci --omit=dev.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/@types/',
      },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'A module that cannot be found fails at start, on somebody else’s machine.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
