import { startServices } from './run-services.ts';

interface JestGlobalConfig {
  rootDir: string;
  testPathPatterns?: { patterns: string[] };
}

/** Once per run: the database and the broker that the selected tests need. */
export default async function globalSetup(config: JestGlobalConfig): Promise<void> {
  await startServices(config.rootDir, config.testPathPatterns?.patterns ?? []);
}
