import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from '../context.ts';
import { ProblemError } from '../problem.ts';

/** For Node's server: what it would refuse with an empty answer comes to `checkHeaders`. */
export const leavesHeadersToUs = { requireHostHeader: false };

/**
 * What Node refuses with an empty answer is answered as a problem. Two Hosts, which it takes, are refused (RFC 9112 §3.2), and so are bodies
 * that would be read as what they are not.
 */
export function checkHeaders(app: App): void {
  app.server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    app.server.emit('request', request, response);
  });
  app.addHook('onRequest', async ({ raw }) => {
    const hosts = raw.rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === 'host').length;
    if (hosts > 1 || (hosts === 0 && raw.httpVersion !== '1.0'))
      throw new ProblemError('invalid-request', { detail: 'send the header Host, and once (RFC 9112 §3.2)' });
    const { expect } = raw.headers;
    if (expect !== undefined && expect.toLowerCase() !== '100-continue')
      throw new ProblemError('unmet-expectation');
    if ((raw.headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity')
      throw new ProblemError('unsupported-media-type', { detail: 'send the body without content-encoding' });
    const charset = CHARSET.exec(raw.headers['content-type'] ?? '')?.[1];
    if (charset !== undefined && !ours.has(charset.toLowerCase()))
      throw new ProblemError('unsupported-media-type', { detail: 'send the body in UTF-8' });
  });
}

const CHARSET = /;\s*charset\s*=\s*"?([^\s";]*)/i;
/** JSON is UTF-8 (RFC 8259 §8.1); ASCII is a part of it. */
const ours = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);
