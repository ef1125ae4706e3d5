import { aliasOf, caseFilesOf, type CaseFiles } from '../../src/domain/case-files.ts';
import type { Assertion, CaseFile } from '../../src/domain/case-file.ts';
import { identifierTexts } from '../../src/domain/identity/identifiers.ts';
import type { LogMessage } from '../../src/log/event-log.ts';
import { readMessage } from '../../src/reconciler/read-message.ts';

/** What the tables must hold when these messages, in any order and however often, have been applied. */
export interface ExpectedStore extends Pick<CaseFiles, 'children' | 'unlinked'> {
  /** Each content of each event once: source, event id, digest. */
  contents: Set<string>;
}

export function expectedStore(messages: Iterable<LogMessage>): ExpectedStore {
  const assertions = new Map<string, Assertion>();
  for (const message of messages) {
    const read = readMessage({ ...message, partition: 0, offset: 0n, appendedAt: new Date('2099-12-31') });
    if (read.kind !== 'record') throw new Error(`${message.topic} took what the reconciler refuses`);
    const { assertion } = read.incoming;
    assertions.set(contentOf(assertion.source, assertion.eventId, assertion.digest), assertion);
  }
  const files = { children: [] as CaseFile[], unlinked: [] as string[] };
  for (const closed of closedSets([...assertions.values()])) {
    const { children, unlinked } = caseFilesOf(closed);
    files.children.push(...children);
    files.unlinked.push(...unlinked);
  }
  return { ...files, unlinked: files.unlinked.sort(), contents: new Set(assertions.keys()) };
}

export function contentOf(source: string, eventId: string, digest: string): string {
  return `${source} ${eventId} ${digest}`;
}

/** Assertions apart from each other where nothing connects them: no identifier, no record, no event. */
function closedSets(assertions: readonly Assertion[]): Assertion[][] {
  const parent = new Map<string, string>();
  const find = (id: string): string => {
    const up = parent.get(id);
    if (up === undefined || up === id) return id;
    const root = find(up);
    parent.set(id, root);
    return root;
  };
  const idsOf = (one: Assertion): string[] => [
    aliasOf(one.key),
    `event ${one.source} ${one.eventId}`,
    ...identifierTexts(one),
  ];
  for (const one of assertions) {
    const [first, ...rest] = idsOf(one);
    for (const id of rest) parent.set(find(id), find(first!));
  }
  const sets = new Map<string, Assertion[]>();
  for (const one of assertions) {
    const root = find(aliasOf(one.key));
    const set = sets.get(root);
    if (set === undefined) sets.set(root, [one]);
    else set.push(one);
  }
  return [...sets.values()];
}
