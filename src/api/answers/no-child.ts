import type { Alias } from '../../reconciler/case-files.ts';
import { ProblemError, type ProblemKind } from '../problem.ts';
import type { FoundThen } from './status-text.ts';

/** What an id that is asked for, as of any time, may come to. */
export const noChildProblems = [
  'moved-child',
  'unknown-child',
  'not-known-then',
  'waiting-child',
  'several-children',
  'several-children-then',
] as const;

/** The children that such an answer names. */
export function namedIn(found: Exclude<FoundThen, { kind: 'found' }>): readonly string[] {
  return found.kind === 'several' || found.kind === 'several-then' ? found.childIds : [];
}

/** The problem of an id by which no child answers; one that yielded leads to where it leads with all that was asked. */
export function noChild(found: Exclude<FoundThen, { kind: 'found' }>, asked: string): ProblemError {
  switch (found.kind) {
    case 'moved':
      return new ProblemError('moved-child', {
        headers: { location: askedOf(found.to, asked) },
      });
    case 'several-then':
      return new ProblemError('several-children-then', { detail: `they were ${found.childIds.join(', ')}` });
    case 'not-known-then':
      return new ProblemError('not-known-then');
    default: {
      const { kind, ...more } = leadsNowhere(found);
      return new ProblemError(kind, more);
    }
  }
}

/** What an id leads to that no child has and none took over. */
export function leadsNowhere(alias: Exclude<Alias, { kind: 'moved' }>): {
  kind: ProblemKind;
  detail?: string;
} {
  if (alias.kind !== 'several') return { kind: `${alias.kind}-child` };
  const [one, ...others] = alias.childIds;
  // By an id that is overused by now it may have led to any child.
  const detail =
    others.length === 0
      ? `it may be ${one}, or a child that is not known any more`
      : `it is one of ${alias.childIds.join(', ')}`;
  return { kind: 'several-children', detail };
}

/** The same question about another child. By its parts: what is spelled otherwise (`/v1/%63hildren/…`, `http://host/v1/…`) leads there too. */
function askedOf(childId: string, asked: string): string {
  const [, path = '', rest = ''] = /^(?:https?:\/\/[^/?#]*)?([^?#]*)(.*)$/is.exec(asked) ?? [];
  const [, _v1, _children, _id, ...more] = path.split('/');
  return ['', 'v1', 'children', childId, ...more].join('/') + rest;
}
