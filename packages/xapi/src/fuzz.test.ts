// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparisonHash, queryKeys, scanStatements, type Statement, validateStatement } from './index.ts';
import {
  fuzzCases,
  fuzzTimeoutMs,
  mutationNames,
  mutations,
  statements,
  withLooseText,
} from './testing/index.ts';
import type { XapiVersion } from './versions.ts';

const versions: readonly XapiVersion[] = ['1.0.3', '2.0.0'];
const numRuns = fuzzCases(1300);

describe.each(versions)('xAPI %s', (version) => {
  test(
    'every valid statement is taken, however it is written, and read as it was meant',
    () => {
      fc.assert(
        fc.property(withLooseText(statements(version)), ({ value, text }) => {
          const scanned = scanStatements(text);
          if (!scanned.ok) throw new Error(scanned.fault.message);
          const [item] = scanned.items;
          expect(item?.text).toBe(text);
          expect(item?.value).toEqual(value);
          expect(validateStatement(item?.value, '', version)).toEqual([]);
          expect(queryKeys(value).length).toBeGreaterThan(0);
          expect(comparisonHash(item?.value as Statement, undefined, version)).toEqual(
            comparisonHash(value, undefined, version),
          );
        }),
        { numRuns },
      );
    },
    fuzzTimeoutMs,
  );

  test(
    'every single mutation is refused with a fault at its place',
    () => {
      const met = new Set<string>();
      fc.assert(
        fc.property(mutations(version), ({ name, pointer, value }) => {
          met.add(name);
          const faults = validateStatement(value, '', version);
          expect(faults.map((fault) => fault.pointer)).toContain(pointer);
        }),
        { numRuns },
      );
      expect([...met].sort()).toEqual([...mutationNames(version)].sort());
    },
    fuzzTimeoutMs,
  );
});
