// tsc copies no .sql: the migrations travel beside the code that reads them. The entry gets its executable bit.
import { chmodSync, cpSync } from 'node:fs';

cpSync('src/store/migrations', 'dist/store/migrations', { recursive: true });
chmodSync('dist/main.js', 0o755);
