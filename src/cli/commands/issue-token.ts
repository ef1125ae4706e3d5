import { z } from 'zod';
import { parseConfig } from '../../config/index.ts';
import { Agency } from '../../contracts/record.ts';
import { Scope } from '../../api/auth/caller.ts';
import { exitCodes, parseFlags, UsageError, wholeNumber, type Command } from '../command.ts';
import { localIssuer } from '../local-issuer.ts';

export const issueTokenCommand: Command = {
  name: 'token',
  summary: 'make a short-lived token of the local issuer',
  help: `Print a bearer token signed by the local issuer's key, which lies in the data folder. For this machine and for trying
things out; where ROLLCALL_JWKS_URL names an issuer of your own, ask that one.

Use: rollcall token [--agency A] [--scope S]... [--ttl SECONDS] [--data DIR]

      --agency A     ice, hhs or eoir; none: for whoever oversees or operates (ice)
      --scope S      what it may do; may be given again. Without: everything an agency may do
                     (records:write, status:read, changes:read, obligations:act), and no agency
                     (status:read, changes:read, audit:read: who was told of a child); ops is for operators,
                     address:read for whoever reads HHS's addresses under a named authority, beside status:read
      --ttl SECONDS  how long it holds, 30 to 3600 (900)
      --data DIR     data folder (ROLLCALL_DATA_DIR)

Examples:
  rollcall token --agency hhs --scope records:write
  rollcall token --agency ice --scope status:read --scope address:read
  rollcall token --agency none --scope audit:read
  curl -H "authorization: Bearer $(rollcall token --agency ice)" "http://127.0.0.1:8080/v1/changes?after=0"

Exit codes: 0 printed, 64 wrong command line, 66 no key there, 78 settings.
`,
  async run({ args, env, stdout, stderr }) {
    const { values } = parseFlags(args, {
      agency: { type: 'string', default: 'ice' },
      scope: { type: 'string', multiple: true },
      ttl: { type: 'string', default: '900' },
      data: { type: 'string' },
    });
    const agency = values.agency === 'none' ? null : Agency.safeParse(values.agency).data;
    if (agency === undefined)
      throw new UsageError(`--agency is "${values.agency}": expected ice, hhs, eoir or none`);
    const scopes = z.array(Scope).optional().safeParse(values.scope);
    if (!scopes.success) throw new UsageError(`no such --scope; there are ${Scope.options.join(', ')}`);
    const ttlSeconds = wholeNumber('ttl', values.ttl, 30, 3600);
    const config = parseConfig(env({ ROLLCALL_DATA_DIR: values.data }));
    const issue = localIssuer(config);
    if (issue === null) {
      stderr.write(
        `rollcall token: no local issuer key in ${config.dataDir}; rollcall start makes one, --data names another folder\n`,
      );
      return exitCodes.noInput;
    }
    stdout.write(`${await issue(agency, { scopes: scopes.data, ttlSeconds })}\n`);
    return exitCodes.ok;
  },
};
