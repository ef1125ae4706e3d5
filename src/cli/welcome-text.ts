import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { AccountabilityReport } from '../api/answers/accountability-report.ts';
import { reportTable } from './report-text.ts';

export interface Welcome {
  url: string;
  /** How to make tokens here; null where another issuer does. */
  token: { self: string; dataDir: string } | null;
  /** An invented child to look at. */
  child: { aNumber: string; childId: string | null } | null;
  /** The auditors' table of what is here; null where there is none to show. */
  report: AccountabilityReport | null;
}

/** What a start prints when it is ready: addresses, how to get a token, and commands that work as pasted. */
export function welcomeText({ url, token, child, report }: Welcome): string {
  const bearer = (agency: string): string =>
    token === null
      ? '"authorization: Bearer $TOKEN"'
      : `"authorization: Bearer $(${token.self} token --agency ${agency} --data '${token.dataDir}')"`;
  const childId = child?.childId ?? null;
  const aNumber = child === null || child.aNumber === '' ? 'A240000001' : child.aNumber;
  const tokens =
    token === null
      ? 'from your own issuer; put it into TOKEN'
      : `npx rollcall token --agency hhs --scope records:write${elsewhere(token.dataDir)}   (agencies: ice, hhs, eoir)`;
  const status = `One child's status, and why it is so:

curl -sL -H ${bearer('ice')} ${url}/v1/children/${childId}
`;
  const search = `A search by A-number, which stays out of the URL:

curl -s -H ${bearer('eoir')} -H 'content-type: application/json' -d '{"identifiers":{"aNumber":"${aNumber}"}}' ${url}/v1/children/search
`;
  const record = `A record posted, as HHS (an invented well-being call):

curl -s -H ${bearer('hhs')} -H 'content-type: application/cloudevents+json' -d '${exampleEvent(aNumber)}' ${url}/v1/records
`;
  // Without a child to look at, the first is the one that is posted; the search says its id.
  const commands = childId === null ? [record, search] : [status, search, record];
  return `
Rollcall is ready.
${report === null ? '' : tableOf(report)}
  API reference   ${url}/reference
  Health          ${url}/readyz
  A token         ${tokens}

${commands.join('\n')}
Ctrl-C stops everything. Started again, the data is still here.
`;
}

function tableOf(report: AccountabilityReport): string {
  return `
What auditors had to count by hand, of the invented children here, as of ${report.asOf}; below it what they found
nationwide (DHS OIG-24-46, OIG-25-21). rollcall report has it for any date, by year and by field office:

${reportTable(report, { auditors: true })}`;
}

/** The flag that a folder other than the preset one takes. */
function elsewhere(dataDir: string): string {
  return dataDir === resolve('.rollcall') ? '' : ` --data '${dataDir}'`;
}

function exampleEvent(aNumber: string): string {
  const at = `${new Date().toISOString().slice(0, 19)}Z`;
  const id = randomUUID();
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: 'urn:us-gov:hhs:uc-portal',
    type: 'hhs.wellbeing-call',
    datacontenttype: 'application/json',
    data: {
      recordId: `example-${id.slice(0, 8)}`,
      version: 1,
      occurredAt: at,
      recordedAt: at,
      person: { identifiers: { aNumber } },
      attemptedAt: at,
      reached: 'child',
      livingWithSponsor: 'yes',
      addressMatches: 'yes',
    },
  });
}
