import { describe, expect, it } from '@jest/globals';
import { agencyOfSource, agencyOfType, EventAttributes } from '../../src/contracts/envelope.ts';
import { isRecordType, recordTypes } from '../../src/contracts/records/index.ts';
import {
  ACT_TOPIC,
  CHILD_STATUS_TOPIC,
  DEAD_LETTER_TOPIC,
  DISCREPANCY_TOPIC,
  messageKey,
  OBLIGATION_TOPIC,
  recordTopics,
  topicOf,
  topics,
} from '../../src/contracts/topics.ts';

describe('topics', () => {
  it('are one for each record type, people’s acts, the dead letters, and what goes out', () => {
    expect(recordTypes).toHaveLength(11);
    expect(topics.map((topic) => topic.name)).toEqual([
      ...recordTopics,
      ACT_TOPIC,
      DEAD_LETTER_TOPIC,
      CHILD_STATUS_TOPIC,
      OBLIGATION_TOPIC,
      DISCREPANCY_TOPIC,
    ]);
    expect(topicOf('eoir.hearing')).toBe('eoir.hearing.v1');
  });

  it('have equal partitions for all record types, so that one key is in one number of them', () => {
    const counts = topics
      .filter(({ name }) => recordTopics.includes(name))
      .map(({ partitions }) => partitions);
    expect(new Set(counts).size).toBe(1);
  });

  it('lose nothing but superseded statuses', () => {
    expect(topics.filter(({ compacted }) => compacted).map(({ name }) => name)).toEqual([CHILD_STATUS_TOPIC]);
  });
});

describe('messageKey', () => {
  it.each([
    ['the A-number', { aNumber: 'A012345678', orrId: 'O-1' }, 'A012345678'],
    ['else an id that the agency knows', { orrId: 'O-1', eoirCaseId: 'C-1' }, 'hhs:O-1'],
    ['else any other id', { eoirCaseId: 'C-1' }, 'hhs:C-1'],
    ['else the record’s own', {}, 'hhs:R-1'],
  ])('is %s', (_, identifiers, key) => {
    expect(messageKey('hhs.release', 'R-1', { identifiers })).toBe(key);
  });

  it('is the record’s own id where there are no identifiers', () => {
    expect(messageKey('hhs.release', 'R-1', {})).toBe('hhs:R-1');
  });
});

describe('the envelope', () => {
  it.each([
    ['urn:us-gov:ice:eid', 'ice'],
    ['urn:us-gov:cbp:e3', 'ice'],
    ['urn:us-gov:hhs:uc-portal', 'hhs'],
    ['urn:us-gov:eoir:case-system', 'eoir'],
  ])('lets %s speak for %s', (source, agency) => {
    expect(agencyOfSource(source)).toBe(agency);
  });

  it('knows each type’s agency', () => {
    expect(new Set(recordTypes.map(agencyOfType))).toEqual(new Set(['ice', 'hhs', 'eoir']));
  });

  it.each(['toString', '__proto__', 'constructor', 'eoir.hearing.v1', ''])(
    'takes %j for no record type',
    (text) => {
      expect(isRecordType(text)).toBe(false);
    },
  );

  it('has attributes that any CloudEvents library can carry', () => {
    for (const name of Object.keys(EventAttributes.shape)) expect(name).toMatch(/^[a-z0-9]{1,20}$/);
  });
});
