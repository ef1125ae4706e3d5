import { request, type Agent } from 'node:http';

/** POST some bytes; the answer's status and text. */
export function post(
  url: string,
  options: {
    token: string;
    type: string;
    body: string | Buffer;
    agent?: Agent;
    headers?: Record<string, string>;
  },
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const { token, type, body, agent, headers } = options;
    const call = request(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': type,
        'content-length': String(Buffer.byteLength(body)),
        ...headers,
      },
      ...(agent === undefined ? {} : { agent }),
    });
    call.on('error', reject);
    call.on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
      );
      response.on('error', reject);
    });
    call.end(body);
  });
}
