import { describe, expect, it } from '@jest/globals';
import type { TopicSpec } from '../../../src/contracts/topics.ts';
import { areThere, planTopics, settingsFor } from '../../../src/log/kafka/plan-topics.ts';

const spec = (name: string, more: Partial<TopicSpec> = {}): TopicSpec => ({
  name,
  key: 'any',
  partitions: 4,
  retentionHours: 24,
  compacted: false,
  ...more,
});

/** What a broker says that has topics as they should be, or otherwise. */
function there(
  topics: ReadonlyArray<{ spec: TopicSpec; partitions?: number; settings?: Record<string, string> }>,
) {
  return {
    partitions: new Map(topics.map(({ spec: one, partitions }) => [one.name, partitions ?? one.partitions])),
    settings: new Map(
      topics.map(({ spec: one, settings }) => [
        one.name,
        new Map(Object.entries({ ...settingsFor(one, 1), ...settings })),
      ]),
    ),
  };
}

describe('planTopics', () => {
  it('leaves alone what is as it should be, and what an operator may decide', () => {
    const is = there([
      { spec: spec('a'), partitions: 9, settings: { 'min.insync.replicas': '2', 'max.message.bytes': '7' } },
    ]);
    expect(planTopics([spec('a')], is, 3)).toEqual({ changes: [], missing: [], growing: [], altering: [] });
    expect(areThere([spec('a')], is)).toBe(true);
  });

  it('makes what is missing, adds partitions, and says both', () => {
    const plan = planTopics([spec('a'), spec('b')], there([{ spec: spec('b'), partitions: 2 }]), 3);
    expect(plan).toMatchObject({ missing: [{ name: 'a' }], growing: [{ name: 'b' }], altering: [] });
    expect(plan.changes).toEqual([
      { topic: 'a', change: 'create', detail: '4 partitions on 3 brokers' },
      { topic: 'b', change: 'add-partitions', detail: '2 to 4' },
    ]);
  });

  it('alters what was made otherwise, whichever setting it is', () => {
    const is = there([
      {
        spec: spec('a'),
        settings: { 'retention.ms': '1', 'cleanup.policy': 'compact', 'compression.type': 'producer' },
      },
    ]);
    expect(areThere([spec('a')], is)).toBe(false);
    const { changes, altering } = planTopics([spec('a')], is, 1);
    expect(altering).toEqual([spec('a')]);
    expect(changes.map(({ change, detail }) => `${change} ${detail}`).sort()).toEqual([
      'set-compaction cleanup.policy compact to delete',
      'set-other compression.type producer to uncompressed',
      'set-retention retention.ms 1 to 86400000',
    ]);
  });

  it('sees a topic only with its settings', () => {
    expect(areThere([spec('a')], { partitions: new Map([['a', 4]]), settings: new Map() })).toBe(false);
  });
});
