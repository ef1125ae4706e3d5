import type { ChildStatusWithPositions } from '../contracts/status.ts';
import { dayText } from './eastern-text.ts';
import { textTable } from './text-table.ts';

const dimensions = [
  ['Placement', 'placement'],
  ['Notice to Appear', 'noticeToAppear'],
  ['Court', 'court'],
  ['Address', 'address'],
  ['Contact', 'contact'],
  ['Verification', 'verification'],
] as const;

/** A status for people: every value with since when, by which rule and by which records; days in Eastern time. */
export function statusText(status: ChildStatusWithPositions): string {
  const rows = dimensions.map(([label, name]) => {
    const { value, since, rule, basis } = status[name];
    const records = basis.map((key) => `${key}${positionText(status, key)}`).join(', ');
    return [`  ${label}`, value, since === null ? '' : `since ${dayText(since)}`, `by ${rule}`, records];
  });
  const parts = [`Child ${status.childId}\n\n`, textTable(rows), '\n'];
  if (status.obligations.length > 0) {
    const list = status.obligations.map((o) => [`  ${o.id}`, o.owner, o.state, o.due ?? '']);
    parts.push('Obligations\n', textTable(list), '\n');
  }
  if (status.discrepancies.length > 0) {
    const list = status.discrepancies.map((d) => [`  ${d.rule}`, d.owner, d.detail, d.records.join(', ')]);
    parts.push('Records that cannot both be true\n', textTable(list), '\n');
  }
  parts.push(
    'Records\n',
    textTable(
      status.links.map((l) => [
        `  ${l.record}`,
        `version ${l.version}`,
        `linked by ${l.by}${l.voided ? ', withdrawn' : ''}`,
      ]),
    ),
    '\n',
    textTable([
      [
        'Latest record',
        ...(['ice', 'hhs', 'eoir'] as const).map((a) => `${a} ${dayText(status.freshness[a]) || 'none'}`),
      ],
      ['Holds', `from ${status.asOf ?? 'ever'}`, `until ${status.nextChangeAt ?? 'news'}`],
      ['Policy', status.policyVersion],
    ]),
  );
  return parts.join('');
}

function positionText(status: ChildStatusWithPositions, key: string): string {
  const at = status.positions[key];
  return at === undefined ? '' : ` (${at.topic}/${at.partition}/${at.offset})`;
}
