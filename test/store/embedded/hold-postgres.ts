// Run as a process of its own by the test beside it, which kills it: starts Postgres on a folder, prints its URL, stays.
import { startEmbeddedPostgres } from '../../../src/store/embedded/embedded-postgres.ts';

const { url, pid } = await startEmbeddedPostgres({ dataDir: process.argv[2]! });
process.stdout.write(`${JSON.stringify({ url, pid })}\n`);
setInterval(() => {}, 60_000);
