import { systemOf } from '../contracts/envelope.ts';
import { ACT_TYPE, type ObligationAct } from '../contracts/obligation.ts';
import type { RecordBase } from '../contracts/record.ts';
import type { TypedRecord } from '../contracts/records/index.ts';

/**
 * One content that an agency asserted: an event, in the words of the domain. Immutable.
 * `key` is `<type>/<recordId>@<system>`; `digest` that of type and canonical content.
 */
export type RecordAssertion = TypedRecord & Named;
/** What a person did about one duty of a child. */
export type ActAssertion = { type: typeof ACT_TYPE; data: ObligationAct } & Named;
export type Assertion = RecordAssertion | ActAssertion;

interface Named {
  key: string;
  digest: string;
  source: string;
  eventId: string;
}

export function isAct(assertion: Assertion): assertion is ActAssertion {
  return assertion.type === ACT_TYPE;
}

/** A child's records: the version in use of each, and what stands beside it. */
export interface CaseFile {
  childId: string;
  /** One per record key, sorted by key; voided ones included. */
  records: readonly CaseRecord[];
  /** People's acts in use, sorted by key; voided ones included. */
  acts: readonly ActAssertion[];
  /** Records that are no child's and may be this one's: of each agency's the first recorded, sorted by key. */
  waiting: readonly WaitingRecord[];
}

/** A record whose identifiers lead to several children, as one of them sees it. */
export interface WaitingRecord {
  record: RecordAssertion;
  /**
   * Key of the child's record by which it leads there: the first recorded that shares an identifier with it or, where it leads there
   * only through others, that has an agency's id tied to its own.
   */
  by: string;
}

export interface CaseRecord {
  inUse: RecordAssertion;
  /** How it came to this child. */
  by: LinkedBy;
  /** Other contents of the version in use. */
  rivals: readonly Assertion[];
  /** Other contents sent under an event id of the one in use; none of an overused one. */
  eventRivals: readonly Assertion[];
  /** The one in use came under an event id with more contents than are named (event-contents.ts). */
  overused: boolean;
  /** Contents of lower versions: they say nothing any more but when something was first said. */
  superseded: readonly RecordAssertion[];
  /** Contents of it that never counted (in-use.ts). */
  lost: readonly RecordAssertion[];
}

export type LinkedBy = 'a-number' | 'agency-id' | 'record';

/**
 * The key of a record: `<type>/<recordId>@<organisation>:<system>`. Systems of one agency count for themselves, and two that give one
 * recordId to two children must not take either from us. (No recordId holds an `@`.)
 */
export function recordKey(type: RecordAssertion['type'], recordId: string, source: string): string {
  return `${type}/${recordId}@${systemOf(source)}`;
}

/** Of a record's key the part that all systems of its agency would give it: `<type>/<recordId>`. */
export function agencyIdOf(key: string): string {
  return key.slice(0, key.lastIndexOf('@'));
}

/** The key of an act, whose ids Rollcall gives. */
export function actKey(recordId: string): string {
  return `${ACT_TYPE}/${recordId}`;
}

/** Fields that every record has, without its type's own. */
export function baseOf(assertion: RecordAssertion): RecordBase {
  return assertion.data;
}

/**
 * Which of two contents of one version, or of one event, is in use: the later recordedAt, then the greater digest.
 * It looks at neither arrival nor sender. Positive where `a` is the one.
 */
export function compareContents(a: Assertion, b: Assertion): number {
  if (a.data.recordedAt !== b.data.recordedAt) return a.data.recordedAt < b.data.recordedAt ? -1 : 1;
  return a.digest < b.digest ? -1 : a.digest > b.digest ? 1 : 0;
}

/** The order of a record's contents: by version, those of one by which is in use. */
export function compareVersions(a: Assertion, b: Assertion): number {
  return a.data.version - b.data.version || compareContents(a, b);
}
