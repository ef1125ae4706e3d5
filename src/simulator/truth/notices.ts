import { startOfDay } from '../calendar.ts';
import type { Life } from '../life.ts';
import type { Add, Known } from './known.ts';

const ISSUED = 1;
const SERVED = 2;
const FILED = 3;
const CANCELLED = -1;

export function addNotices(life: Life, add: Add): void {
  const reaches = (document: string, stage: number) => (known: Known) => {
    if (known.documents.get(document) !== CANCELLED) known.documents.set(document, stage);
  };
  for (const { recordId, issued, served, filed, cancelled } of life.notices) {
    const type = 'ice.notice-to-appear';
    add(type, recordId, startOfDay(issued), 40, reaches(recordId, ISSUED));
    if (served !== undefined) add(type, recordId, startOfDay(served), 41, reaches(recordId, SERVED));
    if (filed !== undefined) add(type, recordId, startOfDay(filed), 42, reaches(recordId, FILED));
    if (cancelled !== undefined) {
      add(type, recordId, startOfDay(cancelled), 50, (known) => {
        known.documents.set(recordId, CANCELLED);
        for (const courtCase of known.casesReceived) known.documents.set(courtCase, CANCELLED);
      });
    }
  }
  for (const { recordId, ntaIssued, received, caseType, told } of life.cases) {
    // Only removal begins with this notice; a fear review and the like are begun by another paper.
    if (!told || caseType !== 'RMV') continue;
    if (ntaIssued !== undefined)
      add('eoir.case', recordId, startOfDay(ntaIssued), 40, reaches(recordId, ISSUED));
    add('eoir.case', recordId, startOfDay(received), 43, (known) => {
      reaches(recordId, FILED)(known);
      known.casesReceived.push(recordId);
    });
  }
}

export function readNotice({ documents }: Known): string {
  if (documents.size === 0) return 'none';
  return ['cancelled', '', 'issued', 'served', 'filed'][Math.max(...documents.values()) + 1]!;
}
