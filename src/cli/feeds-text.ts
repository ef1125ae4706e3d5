import type { Feed } from '../contracts/feed.ts';
import { textTable } from './text-table.ts';

const states = {
  'in-rhythm': 'in rhythm',
  silent: 'SILENT',
  'not-judged': 'not judged',
  'never-heard': 'never heard',
} as const;

/** Feeds for people, one a line; moments in UTC, to the minute. */
export function feedsText(feeds: readonly Feed[]): string {
  const head = ['Feed', 'State', 'Last record', 'Expected by', '24 h', '7 d', 'Refused 7 d', 'Manifest'];
  const rows = feeds.map((feed) => [
    feed.id ?? feed.type,
    states[feed.state],
    minute(feed.lastReceivedAt),
    minute(feed.expectedBy),
    String(feed.records.last24Hours),
    String(feed.records.last7Days),
    String(feed.rejected.last7Days),
    manifestText(feed.manifest),
  ]);
  return textTable([head, ...rows]);
}

function minute(moment: string | null): string {
  return moment === null ? '-' : moment.slice(0, 16).replace('T', ' ');
}

function manifestText(manifest: Feed['manifest']): string {
  if (manifest === null) return '-';
  return `${manifest.day} ${manifest.balanced ? 'balanced' : 'DIFFERS'}`;
}
