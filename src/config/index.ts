export { ConfigError } from './config-error.ts';
export type { HttpConfig } from './http.ts';
export { issuerKeyPath } from './data-dir.ts';
export { describeConfig } from './describe-config.ts';
export { type Config, parseConfig } from './parse-config.ts';
export { type Env, readEnv } from './read-env.ts';
export { variables } from './variables.ts';
