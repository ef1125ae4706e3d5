import type { Disclosures } from '../contracts/disclosure.ts';
import { minuteText } from './eastern-text.ts';
import { textTable } from './text-table.ts';

/** Who was told of a child, for people; moments in Eastern time (ET). */
export function disclosuresText(disclosures: Disclosures['disclosures']): string {
  return textTable([
    ['at (ET)', 'client', 'agency', 'asked', 'children told of', 'request'],
    ...disclosures.map(({ at, client, agency, operation, children, requestId }) => [
      minuteText(at),
      client,
      agency ?? '-',
      operation,
      String(children),
      requestId,
    ]),
  ]);
}
