import type { ChildStatusWithPositions, Obligation } from '../contracts/status.ts';
import { dayText, dueText, minuteText } from './eastern-text.ts';
import { foldText } from './fold-text.ts';
import { naturalOrder } from './natural-order.ts';
import { textTable } from './text-table.ts';

const dimensions = [
  ['Placement', 'placement'],
  ['Notice to Appear', 'noticeToAppear'],
  ['Court', 'court'],
  ['Address', 'address'],
  ['Contact', 'contact'],
  ['Verification', 'verification'],
] as const;

/** Characters of a column that would otherwise make lines too long to read. */
const AUTHORITY_WIDTH = 36;
const DETAIL_WIDTH = 60;

/**
 * A status for people: every value with since when, by which rule and by which records; what is owed now, then every other duty, each in the
 * order in which they began; what is silent or does not agree; each record with where it stands in the log. Days and times are Eastern.
 */
export function statusText(status: ChildStatusWithPositions): string {
  return [
    `Child ${status.childId}\n`,
    textTable(dimensionRows(status)),
    section('Owed now', obligationHead, obligationRows(status, owedNow)),
    section(
      'Met, waived, lapsed or still to begin',
      obligationHead,
      obligationRows(status, (duty) => !owedNow(duty)),
    ),
    section(
      'Records that should have come by now',
      ['expected', 'from', 'since', 'obligation', 'begun by'],
      status.silences.map((s) => [s.expected, s.from, dayText(s.since), s.obligation, s.subject]),
    ),
    section(
      'Records that cannot both be true',
      ['discrepancy', 'owner', 'since', 'records', 'what differs'],
      status.discrepancies.map(({ rule, owner, since, records, detail }) => [
        rule,
        owner,
        dayText(since),
        recordLines(records),
        foldText(detail, DETAIL_WIDTH).join('\n'),
      ]),
    ),
    section(
      'Withheld from this reader',
      ['what', 'why'],
      status.withheld.map(({ field, reason }) => [field, foldText(reason, DETAIL_WIDTH).join('\n')]),
    ),
    section('Records', ['record', 'version', 'linked by', 'stands at'], recordRows(status)),
    textTable([
      [
        'Latest record',
        ...(['ice', 'hhs', 'eoir'] as const).map((a) => `${a} ${dayText(status.freshness[a]) || 'none'}`),
      ],
      ['Holds', ...holdsFor(status)],
      ['Policy', status.policyVersion],
    ]) + 'Days and times are Eastern.\n',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function section(title: string, head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  if (rows.length === 0) return '';
  const indented = [head, ...rows].map(([first = '', ...rest]) => [`  ${first}`, ...rest]);
  return `${title}\n${textTable(indented)}`;
}

/** Since when and until when; of whom that is withheld, `asOf` is the moment asked for. */
function holdsFor({ asOf, nextChangeAt, withheld }: ChildStatusWithPositions): string[] {
  return withheld.some(({ field }) => field === 'nextChangeAt')
    ? [`at ${minuteText(asOf)}`, 'since when and until when is withheld']
    : [`from ${minuteText(asOf) || 'ever'}`, `until ${minuteText(nextChangeAt) || 'news'}`];
}

function dimensionRows(status: ChildStatusWithPositions): string[][] {
  return dimensions.map(([label, name]) => {
    const { value, since, rule, basis } = status[name];
    const begun = since === null ? '' : `since ${dayText(since)}`;
    return [`  ${label}`, value, begun, `by ${rule}`, recordLines(basis)];
  });
}

const obligationHead = ['obligation', 'owner', 'state', 'since', 'due', 'authority', 'records'];

function obligationRows(
  { obligations }: ChildStatusWithPositions,
  shown: (duty: Obligation) => boolean,
): string[][] {
  return obligations.filter(shown).sort(byBeginning).map(obligationRow);
}

function owedNow({ state }: Obligation): boolean {
  return state === 'open' || state === 'overdue';
}

function byBeginning(a: Obligation, b: Obligation): number {
  return Date.parse(a.opensAt) - Date.parse(b.opensAt) || naturalOrder(a.subject, b.subject);
}

function obligationRow(duty: Obligation): string[] {
  const { id, owner, since, authority, basis } = duty;
  const authorities = authority.split(/(?<=;) /).flatMap((one) => foldText(one, AUTHORITY_WIDTH));
  return [
    id,
    owner,
    stateText(duty),
    dayText(since),
    dueLines(duty),
    authorities.join('\n'),
    recordLines(basis),
  ];
}

/** Where the rule lets days pass after the due moment, the last of them too: what is met by then is not late. */
function dueLines({ due, opensAt, overdueAt }: Obligation): string {
  const grace = due === overdueAt ? '' : dueText(overdueAt).slice(0, 10);
  return grace === '' ? dueText(due, opensAt) : `${dueText(due, opensAt)}\ngrace ${grace}`;
}

function stateText({ state, late, acknowledgedAt }: Obligation): string {
  const lateness = late && state !== 'overdue' ? ' late' : '';
  const seen = acknowledgedAt === null ? '' : `, seen ${dayText(acknowledgedAt)}`;
  return `${state}${lateness}${seen}`;
}

function recordRows({ links, positions }: ChildStatusWithPositions): string[][] {
  const linked = new Map(links.map((link) => [link.record, link]));
  // What people did about duties has a place in the log too, and no link.
  const keys = new Set([...linked.keys(), ...Object.keys(positions)]);
  return [...keys].sort(naturalOrder).map((key) => {
    const link = linked.get(key);
    const at = positions[key];
    return [
      key,
      link === undefined ? '' : String(link.version),
      link === undefined ? '' : `${link.by}${link.voided ? ', withdrawn' : ''}`,
      at === undefined ? '' : `${at.topic}/${at.partition}/${at.offset}`,
    ];
  });
}

function recordLines(keys: readonly string[]): string {
  return [...keys].sort(naturalOrder).join('\n');
}
