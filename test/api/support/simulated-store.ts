import { currentPolicy } from '../../../src/domain/policy.ts';
import { courseOf, type Course } from '../../../src/domain/assess.ts';
import type { Assertion, CaseFile } from '../../../src/domain/case-file.ts';
import { caseFilesOf } from '../../../src/domain/case-files.ts';
import type { EventLog, LogMessage } from '../../../src/log/event-log.ts';
import { readMessage } from '../../../src/reconciler/read-message.ts';
import { simulateChildren, type SimulationOptions } from '../../../src/simulator/index.ts';
import { messageOf } from '../../support/simulated-messages.ts';

/** A simulated child's records, each with when it was received. */
export interface ReceivedChild {
  records: Array<{ assertion: Assertion; receivedAt: string }>;
}

/** Put simulated children on the log; each received when the test says, a record after the one before. */
export async function feedSimulated(
  log: Pick<EventLog, 'append'>,
  options: SimulationOptions,
  receivedAt: (child: number, record: number) => string,
): Promise<ReceivedChild[]> {
  const children: ReceivedChild[] = [];
  for (const { index, events } of simulateChildren(options)) {
    const messages: LogMessage[] = [];
    const child: ReceivedChild = { records: [] };
    for (const [number, sent] of events.entries()) {
      const at = receivedAt(index, number);
      const message = messageOf(sent, at);
      if (message === null) continue;
      messages.push(message);
      const read = readMessage({ ...message, partition: 0, offset: 0n, appendedAt: new Date('2099-12-31') });
      if (read.kind === 'record') child.records.push({ assertion: read.incoming.assertion, receivedAt: at });
    }
    await log.append(messages);
    children.push(child);
  }
  return children;
}

/** The children that records make, by what had been received until a moment: the whole list, filtered. */
export function childrenKnown(
  received: readonly ReceivedChild[],
  knownAt = '9999',
): Array<{ caseFile: CaseFile; course: Course }> {
  return received.flatMap(({ records }) => {
    const known = records.filter((one) => one.receivedAt <= knownAt).map((one) => one.assertion);
    return caseFilesOf(known).children.map((caseFile) => ({
      caseFile,
      course: courseOf(caseFile, currentPolicy),
    }));
  });
}
