import { AccountabilityReport } from '../../api/answers/accountability-report.ts';
import { pathWith } from '../../api/query/link.ts';
import { parseConfig } from '../../config/index.ts';
import { askApi } from '../ask-api.ts';
import { exitCodes, parseFlags, UsageError, type Command } from '../command.ts';
import { reportText } from '../report-text.ts';
import { targetFlags, targetOf } from '../target.ts';

export const showReport: Command = {
  name: 'report',
  summary: 'the auditors’ own table on any date: who was transferred, and what became of them',
  help: `Ask a running service for the accountability table: of the children handed from ICE to HHS in some fiscal years,
how many have no Notice to Appear, failed to appear in court, were released to an unusable address, are unverified.
A child counts once, in the row of its first hand-over in those years. docs/audit.md tells each rule and its source.

Use: rollcall report [--as-of DAY | --valid-at WHEN] [--by fiscal-year|field-office] [--years Y-Y]
                       [--known-at DAY] [--csv | --json]

      --as-of DAY     as of the end of this day, Eastern (today)
      --valid-at WHEN in its place a day or an RFC 3339 moment
      --by KIND       fiscal-year, or field-office: the 25 ERO areas (fiscal-year)
      --years Y-Y     fiscal years of the hand-over, both included; they begin on 1 October (2019-2023)
      --known-at DAY  by what had been received up to then: the table as it would have been printed (all of it)
      --csv           one line a number, with its definition and the address of its list
      --json          the API's own answer
      --url URL       the service (http://127.0.0.1 and ROLLCALL_HTTP_PORT)
      --token T       a token with the scope status:read; without it the local issuer's key makes one
      --data DIR      data folder with the local issuer's key (ROLLCALL_DATA_DIR)

Examples:
  rollcall report
  rollcall report --as-of 2024-05-31 --by field-office
  rollcall report --as-of 2024-05-31 --known-at 2024-05-31     as it stood on the day
  rollcall report --csv > accountability.csv

Small counts may point to a child: suppress them before you publish anything.

Exit codes: 0 printed, 1 the token is refused, 64 wrong command line, 66 no key to make a token,
69 the service does not answer, 78 settings.
`,
  async run({ args, env, stdout, signal }) {
    const { values } = parseFlags(args, {
      'as-of': { type: 'string' },
      'valid-at': { type: 'string' },
      by: { type: 'string' },
      years: { type: 'string' },
      'known-at': { type: 'string' },
      csv: { type: 'boolean' },
      json: { type: 'boolean' },
      ...targetFlags,
    });
    if (values.csv && values.json) throw new UsageError('--csv and --json exclude each other');
    if (values['as-of'] !== undefined && values['valid-at'] !== undefined)
      throw new UsageError('--as-of and --valid-at exclude each other');
    const target = targetOf(parseConfig(env({ ROLLCALL_DATA_DIR: values.data })), values);
    const path = pathWith('/v1/reports/accountability', {
      asOf: values['as-of'],
      validAt: values['valid-at'],
      by: values.by,
      years: values.years,
      knownAt: values['known-at'],
      format: values.csv ? 'csv' : undefined,
    });
    const answer = await askApi(target, { path }, signal);
    if (values.csv) stdout.write(answer.text);
    else if (values.json) stdout.write(`${JSON.stringify(answer.body, null, 2)}\n`);
    else stdout.write(reportText(AccountabilityReport.parse(answer.body)));
    return exitCodes.ok;
  },
};
