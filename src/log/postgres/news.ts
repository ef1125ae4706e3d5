import { Client } from 'pg';
import { connectionTo, KEEP_ALIVE, type DatabaseTls } from '../../store/pool.ts';

/** Wake-ups between processes: what happened here is told, what happened elsewhere is heard. Some may be lost. */
export interface News {
  /** Tell the others, at most every 10 ms; `group` where membership of a group changed too. */
  tell(kind: 'messages' | 'group'): void;
  /** Tells what waits to be told, then lets the connection go. */
  close(): Promise<void>;
}

const CHANNEL = 'rollcall_log';
const GATHER_MS = 10;
const RECONNECT_MS = 1_000;

/**
 * Over a connection of its own: a NOTIFY inside an append's transaction would make all commits of the database wait
 * for each other. A lost connection is opened again; meanwhile readers find news by looking every half second.
 */
export function openNews(
  url: string,
  tls: DatabaseTls | undefined,
  hear: (kind: 'messages' | 'group') => void,
): News {
  let client: Client | null = null;
  let closed = false;
  let reconnect: NodeJS.Timeout | undefined;
  let gather: NodeJS.Timeout | undefined;
  let waiting: 'messages' | 'group' = 'messages';
  let telling = false;

  const connect = async (): Promise<void> => {
    const fresh = new Client({
      ...connectionTo(url, tls),
      application_name: 'rollcall log news',
      ...KEEP_ALIVE,
    });
    let pid: number | undefined;
    const lost = (): void => {
      if (client === fresh) client = null;
      if (closed || reconnect) return;
      reconnect = setTimeout(() => {
        reconnect = undefined;
        void connect();
      }, RECONNECT_MS).unref();
    };
    fresh.on('error', lost);
    fresh.on('end', lost);
    fresh.on('notification', (message) => {
      if (message.processId !== pid) hear(message.payload === 'group' ? 'group' : 'messages');
    });
    try {
      await fresh.connect();
      const { rows } = await fresh.query<{ pid: number }>('select pg_backend_pid() as pid');
      pid = rows[0]?.pid;
      await fresh.query(`listen ${CHANNEL}`);
      if (closed) await fresh.end();
      else client = fresh;
    } catch {
      lost();
      void fresh.end().catch(() => {}); // it may have come as far as a connection
    }
  };
  const connected = connect();

  const notify = async (): Promise<void> => {
    if (client === null) return;
    const kind = waiting;
    waiting = 'messages';
    await client.query('select pg_notify($1, $2)', [CHANNEL, kind]).catch(() => {}); // heard of by looking
  };

  /** One at a time: what comes while one is under way is told by the next. */
  const send = async (): Promise<void> => {
    if (telling) return sendSoon();
    telling = true;
    await notify();
    telling = false;
  };
  const sendSoon = (): void => {
    gather ??= setTimeout(() => {
      gather = undefined;
      void send();
    }, GATHER_MS).unref();
  };

  return {
    tell(kind) {
      if (kind === 'group') waiting = kind;
      sendSoon();
    },
    async close() {
      closed = true;
      clearTimeout(reconnect);
      await connected;
      if (gather !== undefined) {
        clearTimeout(gather);
        await notify();
      }
      await client?.end();
    },
  };
}
