import type { ManifestBalance } from '../../contracts/manifest.ts';

/** The two sides of a manifest in numbers. */
export interface Sides {
  sent: number;
  received: number;
  sameDigest: boolean;
  /** Ids listed and not received, and the other way round; null: none were listed. */
  notReceived: number | null;
  notListed: number | null;
  /** Refused events of the manifest's client that name no source or no type. */
  unattributed: number;
}

type Difference = ManifestBalance['differences'][number];

/** What differs between what was sent and what was received, each with what to do; none where they balance. */
export function differencesOf(sides: Sides): Difference[] {
  const { sent, received, sameDigest, notReceived, notListed, unattributed } = sides;
  if (sent === received && sameDigest) return [];
  const found: Difference[] = [];
  if (received < sent) {
    const remedy = sameDigest
      ? 'every event arrived; sendings that got no answer are not to be counted'
      : 'send again what is not here, with the same ids';
    found.push({ kind: 'fewer-received', count: sent - received, detail: remedy });
  }
  if (received > sent) {
    const remedy = sameDigest
      ? 'every event arrived; some were received more often than they were answered'
      : 'events were received that the manifest leaves out';
    found.push({ kind: 'more-received', count: received - sent, detail: remedy });
  }
  if (!sameDigest && notReceived === null) {
    found.push({
      kind: 'other-events',
      count: null,
      detail: 'the ids received are not those sent; post the manifest with eventIds to have them named',
    });
  }
  if (notReceived !== null && notReceived > 0) {
    const detail =
      'events were listed of which nothing is known that day: they were lost, or belong to another day or feed';
    found.push({ kind: 'not-received', count: notReceived, detail });
  }
  if (notListed !== null && notListed > 0) {
    const detail = 'events were received that the list leaves out: nobody recorded their sending';
    found.push({ kind: 'not-listed', count: notListed, detail });
  }
  if (unattributed > 0) {
    const detail =
      'events of this client were refused whose source or type could not be read: they may be the feed’s';
    found.push({ kind: 'unattributed', count: unattributed, detail });
  }
  return found;
}
