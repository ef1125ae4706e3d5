import autocannon from 'autocannon';
import { send, taskOf } from './support/child.ts';

/** GET some paths over and over. */
const task = taskOf() as {
  url: string;
  paths: string[];
  token: string;
  connections: number;
  seconds: number;
};
const { requests, latency, duration, errors, non2xx } = await autocannon({
  url: task.url,
  connections: task.connections,
  duration: task.seconds,
  requests: task.paths.map((path) => ({ path, headers: { authorization: `Bearer ${task.token}` } })),
});
if (errors > 0 || non2xx > 0) throw new Error(`${errors} errors, ${non2xx} answers other than 2xx`);
send({ rate: requests.total / duration, p50: latency.p50, p99: latency.p99 });
process.disconnect();
