import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import type { App } from '../context.ts';
import { PROBLEM_TYPE, problemOf, type ProblemKind } from '../problem.ts';

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

/** Of each connection, in order: requests that are not answered to the end, or did not arrive to theirs. */
const underWay = new WeakMap<Socket, Exchange[]>();
const unreadable = new WeakSet<Socket>();

/** For `answerUnreadable`, which is told of a connection and not of what is under way on it. */
export function watchExchanges(app: App): void {
  app.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    underWay.set(request.socket, [...underWayOn(request.socket), { request, response }]);
  });
}

/**
 * What Node's HTTP parser could not read never becomes a request; it gets its problem, and its line in the log, all the same: after the
 * answers to the requests before it, and not where it lies in the body of a request whose answer has begun. That one is cut off.
 */
export function answerUnreadable(logger: Logger): (error: NodeJS.ErrnoException, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    // The parser says so of every piece that comes after it, too.
    if (unreadable.has(socket)) return;
    unreadable.add(socket);
    const exchanges = underWayOn(socket);
    const own = exchanges.find(({ request }) => !request.complete)?.response;
    const before = exchanges.findLast(({ response }) => response !== own)?.response;
    const answer = (): void => {
      if (own?.headersSent === true || !socket.writable) socket.destroy();
      else socket.end(problemText(logger, error));
    };
    if (before === undefined) answer();
    else before.once('close', answer);
  };
}

function underWayOn(socket: Socket): Exchange[] {
  const exchanges = underWay.get(socket) ?? [];
  return exchanges.filter(({ request, response }) => !request.complete || !response.writableFinished);
}

function problemText(logger: Logger, { code }: NodeJS.ErrnoException): string {
  const kind = kindOf(code);
  const requestId = randomUUID();
  const problem = problemOf(kind, { requestId, detail: DETAILS[kind] });
  logger.info({ reqId: requestId, status: problem.status, code }, 'request not readable');
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `content-type: ${PROBLEM_TYPE}`,
    'cache-control: no-store',
    `content-length: ${Buffer.byteLength(body)}`,
    `date: ${new Date().toUTCString()}`,
    'connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

const DETAILS = {
  'invalid-request': 'this is not HTTP/1.1 (RFC 9112)',
  'headers-too-large': 'send fewer or shorter headers, and a shorter path and query',
  timeout: 'send the same again',
} as const satisfies Partial<Record<ProblemKind, string>>;

function kindOf(code: string | undefined): keyof typeof DETAILS {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'timeout';
  return code === 'HPE_HEADER_OVERFLOW' ? 'headers-too-large' : 'invalid-request';
}
