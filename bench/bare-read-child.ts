import fastify from 'fastify';
import { Pool } from 'pg';
import { peakMemory, send, stopped, taskOf } from './support/child.ts';

/** The least that could answer a status: Fastify, and one select by key of a text that is ready. */
const { url } = taskOf() as { url: string };
const pool = new Pool({ connectionString: url, max: 10 });
const app = fastify();
app.get<{ Params: { childId: string } }>('/v1/children/:childId', async (request, reply) => {
  const { rows } = await pool.query<{ text: string }>({
    name: 'read',
    text: 'select text from bench_status where child_id = $1',
    values: [request.params.childId],
  });
  return reply.type('application/json; charset=utf-8').send(rows[0]?.text);
});
send({ url: await app.listen({ host: '127.0.0.1', port: 0 }) });
await stopped();
await app.close();
await pool.end();
send({ peakMiB: peakMemory() });
process.disconnect();
