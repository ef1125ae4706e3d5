import type { Feed } from '../contracts/feed.ts';
import { minuteText } from './eastern-text.ts';
import { textTable } from './text-table.ts';

const states = {
  'in-rhythm': 'in rhythm',
  silent: 'SILENT',
  'not-judged': 'not judged',
  'never-heard': 'never heard',
} as const;

/** Feeds for people, one a line; moments in Eastern time (ET), as a manifest's day is. */
export function feedsText(feeds: readonly Feed[]): string {
  const head = [
    'Feed',
    'State',
    'Last record (ET)',
    'Expected by (ET)',
    '24 h',
    '7 d',
    'Refused 7 d',
    'Waiting',
    'Manifest',
  ];
  const rows = feeds.map((feed) => [
    feed.id ?? feed.type,
    states[feed.state],
    minuteText(feed.lastReceivedAt) || '-',
    minuteText(feed.expectedBy) || '-',
    String(feed.records.last24Hours),
    String(feed.records.last7Days),
    String(feed.rejected.last7Days),
    String(feed.waiting),
    manifestText(feed.manifest),
  ]);
  return textTable([head, ...rows]);
}

function manifestText(manifest: Feed['manifest']): string {
  if (manifest === null) return '-';
  const { day, balanced, unbalancedDays } = manifest;
  const earlier = unbalancedDays.filter((one) => one !== day);
  return [`${day} ${balanced ? 'balanced' : 'DIFFERS'}`, ...earlier.map((one) => `${one} DIFFERS`)].join(
    '\n',
  );
}
