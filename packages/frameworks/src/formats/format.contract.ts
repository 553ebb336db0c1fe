// SPDX-License-Identifier: Apache-2.0
/**
 * What every format of frameworks must keep. Its fixtures are folders: `input.json` (given parsed), `input.xlsx` (as bytes) or
 * `input.<other>` (as text) with `expected.json`, or with `faults.json` where the document is wrong on purpose; `options.json`
 * holds what the document does not say itself.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFramework } from '../index.ts';
import type { FrameworkFormat, ReadOptions } from './format.types.ts';

interface Fixture {
  readonly name: string;
  readonly document: unknown;
  readonly framework: unknown;
  readonly faults: readonly string[];
  readonly options: ReadOptions;
}
const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

function documentIn(file: string): unknown {
  if (file.endsWith('.json')) return json(file);
  return file.endsWith('.xlsx') ? new Uint8Array(readFileSync(file)) : readFileSync(file, 'utf8');
}

export function fixturesOf({ id }: FrameworkFormat): readonly Fixture[] {
  const folder = path.join(import.meta.dirname, id, 'fixtures');
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const at = path.join(folder, name);
      const input = readdirSync(at).find((file) => file.startsWith('input.')) ?? 'input.json';
      const file = path.join(at, input);
      const faults = path.join(at, 'faults.json');
      const options = path.join(at, 'options.json');
      return {
        name,
        document: documentIn(file),
        options: existsSync(options) ? (json(options) as ReadOptions) : {},
        framework: existsSync(faults) ? null : json(path.join(at, 'expected.json')),
        faults: existsSync(faults) ? (json(faults) as string[]) : [],
      };
    });
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}

export function testFormat(format: FrameworkFormat, others: readonly FrameworkFormat[]): void {
  const fixtures = fixturesOf(format);
  const good = fixtures.filter(({ framework }) => framework !== null);

  test('has a document that is right and one that is wrong', () => {
    expect([good.length > 0, fixtures.length > good.length]).toEqual([true, true]);
  });
  describe.each(fixtures)('$name', ({ document, framework, faults, options }) => {
    test('is read as expected, the same each time, and left as it is', () => {
      const parsed = format.parse(deepFreeze(document), deepFreeze(options));
      expect(parsed.ok ? parsed.framework : null).toEqual(framework);
      expect(parsed.ok ? [] : parsed.faults.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(faults);
      expect(format.parse(document, options)).toEqual(parsed);
    });
    test('is taken for its own by this format more than by any other', () => {
      const sureness = format.detect(document);
      expect(sureness).toBeGreaterThan(0);
      for (const other of others) expect(other.detect(document)).toBeLessThan(sureness);
    });
  });
  test('gives what the model takes as it is, so that importing again is an update', () => {
    for (const { document, options } of good) {
      const parsed = format.parse(document, options);
      if (!parsed.ok) throw new Error('refused');
      expect(parseFramework(parsed.framework)).toEqual({ ok: true, framework: parsed.framework });
    }
  });
  test('writes what it reads again as the same', () => {
    for (const { document, options } of good) {
      const parsed = format.parse(document, options);
      if (!parsed.ok) throw new Error('refused');
      const { document: written } = format.write(parsed.framework, 'https://cairn.example');
      expect(format.detect(written)).toBe(format.detect(document));
      const again = format.parse(written, { ...options, columns: undefined, current: parsed.framework });
      expect(again.ok ? again.framework : again.faults).toEqual(parsed.framework);
    }
  });
  test('answers whatever it is given with faults that have a place, a code and a sentence', () => {
    const any = fc.oneof(
      fc.anything(),
      fc.json().map((text): unknown => JSON.parse(text)),
      fc.string(),
    );
    fc.assert(
      fc.property(any, (document) => {
        const sureness = format.detect(document);
        expect(sureness >= 0 && sureness <= 1).toBe(true);
        const parsed = format.parse(document);
        for (const { pointer, code, message } of parsed.ok ? [] : parsed.faults) {
          expect(pointer).toMatch(/^(\/|$)/);
          expect(code).toMatch(/^[A-Z_]+$/);
          expect(message).not.toBe('');
        }
      }),
    );
  });
}
