import { agencyOfSource } from '../../src/contracts/envelope.ts';
import { checkEvent } from '../../src/intake/parse/accept-event.ts';
import { parseEventObject } from '../../src/intake/parse/parse-structured.ts';
import type { LogMessage } from '../../src/log/event-log.ts';
import type { Sent } from '../../src/simulator/index.ts';

/** Whenever a test has something received, it was recorded before. */
const LATE = '2099-12-31T00:00:00.000Z';

/** A simulated event as intake would put it on its topic; null where intake would refuse it. */
export function messageOf({ event }: Sent, receivedAt = '2026-10-01T00:00:00.000Z'): LogMessage | null {
  const parsed = parseEventObject(event);
  if (!parsed.ok) return null;
  const checked = checkEvent(parsed.event, {
    agency: agencyOfSource(parsed.event.attributes.source),
    client: 'test',
    receivedAt: LATE,
  });
  if (!checked.ok) return null;
  checked.message.headers['ce_receivedtime'] = receivedAt;
  return checked.message;
}
