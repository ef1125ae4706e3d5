/** An invented event of HHS; `with` replaces attributes, `data` fields of its record. */
export function placementEvent(
  options: { id?: string; with?: Record<string, unknown>; data?: Record<string, unknown> } = {},
): Record<string, unknown> {
  const id = options.id ?? 'event-1';
  return {
    specversion: '1.0',
    id,
    source: 'urn:us-gov:hhs:uc-portal',
    type: 'hhs.placement',
    data: {
      recordId: `placement-${id}`,
      version: 1,
      occurredAt: '2026-03-01T12:00:00.000Z',
      recordedAt: '2026-03-01T13:00:00.000Z',
      person: { identifiers: { aNumber: 'A012345678' } },
      admittedAt: '2026-03-01T12:00:00.000Z',
      programCode: 'P-100',
      ...options.data,
    },
    ...options.with,
  };
}

export const STRUCTURED = 'application/cloudevents+json';
export const BATCH = 'application/cloudevents-batch+json';
export const NDJSON = 'application/x-ndjson';
