import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { checkRecord } from '../../src/contracts/check-record.ts';
import { EventAttributes } from '../../src/contracts/envelope.ts';
import { recordBase } from '../../src/contracts/record.ts';
import { recordSchemas, recordTypes, type RecordType } from '../../src/contracts/records/index.ts';

const text = readFileSync(new URL('../../docs/records.md', import.meta.url), 'utf8');

describe('docs/records.md', () => {
  it('names every attribute and every common field', () => {
    for (const name of [...Object.keys(EventAttributes.shape), ...Object.keys(recordBase)]) {
      expect(text).toContain(`\`${name}\``);
    }
  });

  it.each(recordTypes)('has every field of %s, and marks the required ones', (type) => {
    const shape = recordSchemas[type].shape as Record<
      string,
      { safeParse(value: unknown): { success: boolean } }
    >;
    const own = Object.keys(shape).filter((name) => !Object.hasOwn(recordBase, name));
    const rows = [...sectionOf(type).matchAll(/^\| `(\w+)` +\| +(yes)? *\|/gm)];
    expect(new Set(rows.map(([, name]) => name))).toEqual(new Set(own));
    for (const [, name, yes] of rows)
      expect([name, yes === 'yes']).toEqual([name, !shape[name!]!.safeParse(undefined).success]);
  });

  it.each(recordTypes)('has an example of %s that is taken', (type) => {
    const example = /```json\n([\s\S]*?)```/.exec(sectionOf(type))?.[1] ?? '';
    expect(checkRecord(type, JSON.parse(example))).toMatchObject({ ok: true });
  });

  it.each(recordTypes)('has every value of the short lists of %s', (type) => {
    for (const field of Object.values(recordSchemas[type].shape)) {
      const inner = 'unwrap' in field ? (field.unwrap() as object) : field;
      const options = 'options' in inner ? (inner.options as string[]) : [];
      if (options.length > 11 || !options.every((value) => /^[a-z]/.test(value))) continue;
      for (const value of options) expect(sectionOf(type)).toContain(`\`${value}\``);
    }
  });
});

function sectionOf(type: RecordType): string {
  return text.split(/^### /m).find((section) => section.startsWith(`${type}\n`)) ?? '';
}
