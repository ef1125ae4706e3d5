import type { WorklistItem } from '../contracts/worklist.ts';
import { dayText, dueText } from './eastern-text.ts';
import { textTable } from './text-table.ts';

/** A worklist for people: days in Eastern time; `due` is the last day that is in time, or the minute. */
export function worklistText(items: readonly WorklistItem[]): string {
  if (items.length === 0) return 'Nobody: this duty is owed to no child in such a state.\n';
  return textTable([
    ['child', 'owner', 'state', 'since', 'due', 'seen', 'office', 'age'],
    ...items.map(({ childId, owner, state, since, due, opensAt, acknowledgedAt, fieldOffice, ageBand }) => [
      childId,
      owner,
      state,
      dayText(since),
      dueText(due, opensAt),
      dayText(acknowledgedAt),
      fieldOffice ?? '',
      ageBand,
    ]),
  ]);
}
