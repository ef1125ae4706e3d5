import { setTimeout as delay } from 'node:timers/promises';
import { localIssuer } from '../../../src/cli/local-issuer.ts';
import { agencyOfSource } from '../../../src/contracts/envelope.ts';
import type { Agency } from '../../../src/contracts/record.ts';
import type { Sent } from '../../../src/simulator/index.ts';

/** What the API said to an event; each is durable once it is said. */
export type Outcome = Sent['expect'];

export interface AgencyClient {
  /**
   * Post events, each agency's as one NDJSON body, and again those that no answer came for, until each has its answer.
   * An agency's events keep their order.
   * @returns outcomes in the order of the events
   */
  post(events: readonly Sent[]): Promise<Outcome[]>;
  /** How many requests had to be made again. */
  readonly repeated: number;
  /** How many answers there are. */
  readonly acknowledged: number;
  token(agency: Agency): Promise<string>;
}

/** Before a token's hour is over. */
const TOKEN_MS = 1_800_000;

/** All agencies' systems, as clients of a service with a local issuer. They do not give up until `signal` says so. */
export function agencyClient(options: { url: string; dataDir: string; signal: AbortSignal }): AgencyClient {
  const { url, dataDir, signal } = options;
  const tokens = new Map<Agency, { made: number; token: Promise<string> }>();
  let repeated = 0;
  let acknowledged = 0;

  const token = (agency: Agency): Promise<string> => {
    let known = tokens.get(agency);
    if (known === undefined || performance.now() - known.made > TOKEN_MS) {
      known = { made: performance.now(), token: makeToken(dataDir, agency) };
      tokens.set(agency, known);
    }
    return known.token;
  };

  async function postAgency(agency: Agency, lines: readonly string[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    const headers = {
      authorization: `Bearer ${await token(agency)}`,
      'content-type': 'application/x-ndjson',
    };
    for (;;) {
      signal.throwIfAborted();
      const rest = lines.slice(outcomes.length);
      try {
        const response = await fetch(`${url}/v1/records`, {
          method: 'POST',
          headers,
          body: rest.join('\n'),
          signal: AbortSignal.any([signal, AbortSignal.timeout(20_000)]),
        });
        if (response.status === 207) await readOutcomes(response, (outcome) => outcomes.push(outcome));
        else if (response.status !== 503) throw new Refused(`${response.status} ${await response.text()}`);
      } catch (error) {
        if (error instanceof Refused || signal.aborted) throw error;
      }
      if (outcomes.length === lines.length) break;
      repeated += 1;
      await delay(50, undefined, { signal });
    }
    acknowledged += outcomes.length;
    return outcomes;
  }

  return {
    token,
    get repeated() {
      return repeated;
    },
    get acknowledged() {
      return acknowledged;
    },
    async post(events) {
      const places = new Map<Agency, number[]>();
      for (const [place, { event }] of events.entries()) {
        const agency = agencyOfSource(event.source);
        const known = places.get(agency);
        if (known === undefined) places.set(agency, [place]);
        else known.push(place);
      }
      const outcomes = Array<Outcome>(events.length);
      await Promise.all(
        [...places].map(async ([agency, at]) => {
          const lines = at.map((place) => JSON.stringify(events[place]!.event));
          const answers = await postAgency(agency, lines);
          for (const [i, place] of at.entries()) outcomes[place] = answers[i]!;
        }),
      );
      return outcomes;
    },
  };
}

/** The API said no to a whole request: nothing that trying again would mend. */
class Refused extends Error {}

/** One outcome after the other, as far as the answer goes: a connection may break in the middle of it. */
async function readOutcomes(response: Response, took: (outcome: Outcome) => void): Promise<void> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body!) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const lines = text.split('\n');
    text = lines.pop()!;
    for (const line of lines) {
      const result = JSON.parse(line) as { status?: Outcome };
      if (result.status !== undefined) took(result.status);
    }
  }
}

async function makeToken(dataDir: string, agency: Agency): Promise<string> {
  const issue = localIssuer({
    dataDir,
    auth: { kind: 'local', issuer: 'rollcall-local', audience: 'rollcall' },
  });
  if (issue === null) throw new Error(`no issuer key in ${dataDir}`);
  return issue(agency, { ttlSeconds: 3_600 });
}
