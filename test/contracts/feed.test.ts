import { describe, expect, it } from '@jest/globals';
import { feedId, parseFeedId } from '../../src/contracts/feed.ts';
import { eventIdsDigest, Manifest } from '../../src/contracts/manifest.ts';

describe('a feed’s id', () => {
  it.each([
    ['hhs.release@hhs:uc-portal', 'hhs.release', 'urn:us-gov:hhs:uc-portal'],
    ['ice.custody-transfer@cbp:e3', 'ice.custody-transfer', 'urn:us-gov:cbp:e3'],
    ['ice.custody-transfer@ice:eid', 'ice.custody-transfer', 'urn:us-gov:ice:eid'],
  ])('%s leads there and back', (id, type, source) => {
    const feed = parseFeedId(id);
    expect(feed).toEqual({ type, source });
    expect(feedId(feed!)).toBe(id);
    expect(new URL(`http://x/v1/feeds/${id}/manifests`).pathname).toBe(`/v1/feeds/${id}/manifests`);
  });

  it.each([
    '',
    '@',
    'hhs.release',
    'hhs.release@',
    'hhs.release@eoir:case',
    'hhs.gossip@hhs:x',
    'hhs.release@hhs:X',
    'hhs.release@urn:us-gov:hhs:x',
  ])('"%s" names none', (id) => expect(parseFeedId(id)).toBeNull());
});

describe('the digest of event ids', () => {
  it.each([
    [[], 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [['b', 'a', 'b'], '7e18f737311b2dc3b2f269dd78396b0351f14fb66efa879f768cb23181883c78'],
  ])('of %j is what sha256sum says', (ids, digest) => expect(eventIdsDigest(ids)).toBe(digest));

  it('orders by bytes: digits, upper case, lower case', () =>
    expect(eventIdsDigest(['a', 'B', '1', '~'])).toBe(eventIdsDigest(['~', '1', 'B', 'a'])));

  it('takes a manifest of 100,000 ids, and no more', () => {
    const eventIds = Array.from({ length: 100_000 }, (_, i) => `event-${i}`);
    const manifest = { day: '2026-03-10', count: 100_000, digest: eventIdsDigest(eventIds), eventIds };
    expect(Manifest.safeParse(manifest).success).toBe(true);
    expect(Manifest.safeParse({ ...manifest, eventIds: [...eventIds, 'x'] }).success).toBe(false);
  });
});
