import { describe, expect, it } from '@jest/globals';
import { checkEvent } from '../../src/intake/parse/accept-event.ts';
import { parseEventObject } from '../../src/intake/parse/parse-structured.ts';
import { agencyOfSource } from '../../src/contracts/envelope.ts';
import type { TypedRecord } from '../../src/contracts/records/index.ts';
import { assess, dimensions } from '../../src/domain/assess.ts';
import { recordKey, type Assertion } from '../../src/domain/case-file.ts';
import { aliasOf, caseFilesOf } from '../../src/domain/case-files.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import { simulateChildren, truthOf, type Sent } from '../../src/simulator/index.ts';

const moments = ['2019-06-01', '2021-03-15', '2023-10-01', '2024-05-31', '2026-09-30'].map(
  (day) => new Date(`${day}T12:00:00Z`),
);

function assertionOf({ event }: Sent): Assertion | null {
  const parsed = parseEventObject(event);
  if (!parsed.ok) return null;
  const { attributes } = parsed.event;
  const sender = {
    agency: agencyOfSource(attributes.source),
    client: 'test',
    receivedAt: '2099-12-31T00:00:00.000Z',
  };
  const checked = checkEvent(parsed.event, sender);
  if (!checked.ok) return null;
  const data = JSON.parse(checked.message.value!) as Assertion['data'];
  return {
    ...({ type: attributes.type, data } as TypedRecord),
    key: recordKey(attributes.type, data.recordId, attributes.source),
    digest: checked.digest,
    source: attributes.source,
    eventId: attributes.id,
  };
}

describe('assess against the simulator’s truth', () => {
  it('agrees for every child of 1,500, on five dates, with every fault', () => {
    const differences: unknown[] = [];
    for (const child of simulateChildren({ children: 1_500, seed: 'truth' })) {
      const assertions = child.events.map(assertionOf).filter((found) => found !== null);
      const files = caseFilesOf(assertions);
      if (JSON.stringify(files.unlinked) !== JSON.stringify(child.unlinked)) {
        differences.push({
          child: child.index,
          what: 'unlinked',
          ours: files.unlinked,
          truth: child.unlinked,
        });
      }
      const people = child.people.filter((person) => person.records.length > 0);
      if (files.children.length !== people.length) {
        differences.push({
          child: child.index,
          what: 'number of children',
          ours: files.children.length,
          truth: people.length,
        });
      }
      for (const person of people) {
        const { idRecordKey } = truthOf(person, moments[0]!);
        const caseFile = files.children.find((file) => file.childId === aliasOf(idRecordKey!));
        if (caseFile === undefined) {
          differences.push({
            child: child.index,
            what: 'child id',
            truth: idRecordKey,
            ours: files.children.map((c) => c.records.map((r) => r.inUse.key)),
          });
          continue;
        }
        for (const at of moments) {
          const truth = truthOf(person, at);
          const status = assess(caseFile, currentPolicy, at.getTime());
          for (const name of dimensions) {
            const ours = { value: status[name].value, since: status[name].since };
            if (ours.value !== truth[name].value || ours.since !== truth[name].since) {
              differences.push({
                child: child.index,
                at: at.toISOString(),
                what: name,
                ours: { ...ours, rule: status[name].rule },
                truth: truth[name],
              });
            }
          }
          const records = status.links.map((link) => link.record);
          if (JSON.stringify(records) !== JSON.stringify(truth.records)) {
            differences.push({ child: child.index, what: 'records', ours: records, truth: truth.records });
          }
        }
      }
    }
    expect(differences.slice(0, 12)).toEqual([]);
  }, 400_000);
});
