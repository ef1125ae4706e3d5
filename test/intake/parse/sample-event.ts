/** One event as an agency would post it; the child is invented. */
export const sample = {
  specversion: '1.0',
  id: '7d1f0c9e-5b0a-4c1e-9a55-0c2b6c1f0a11',
  source: 'urn:us-gov:hhs:uc-portal',
  type: 'hhs.placement',
  time: '2026-03-01T10:00:00Z',
  data: {
    recordId: 'P-1',
    version: 1,
    occurredAt: '2026-03-01T09:30:00-05:00',
    recordedAt: '2026-03-01T10:00:00Z',
    person: { identifiers: { aNumber: 'A 012-345-678', orrId: 'O-1' } },
    admittedAt: '2026-03-01T09:30:00-05:00',
    programCode: 'SHELTER-12',
  },
};

/** The sample with other attributes; undefined takes one away. */
export function sampleJson(changes: Record<string, unknown> = {}): string {
  return JSON.stringify({ ...sample, ...changes });
}
