import { request, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Post a body while its answer is read, line by line; of neither more than a few chunks are held.
 * @returns the status; an error where the connection breaks or the answer ends early
 */
export async function postStream(
  url: string,
  headers: Record<string, string>,
  body: Iterable<string>,
  heard: (line: string) => void,
): Promise<number> {
  const posted = request(url, { method: 'POST', headers });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    posted.once('response', resolve);
    posted.once('error', reject);
  }).then(async (response) => {
    for await (const line of createInterface({ input: response })) heard(line);
    if (!response.complete) throw new Error('the answer was cut short');
    return response.statusCode!;
  });
  const [, status] = await Promise.all([pipeline(Readable.from(body), posted), answered]);
  return status;
}
