// SPDX-License-Identifier: Apache-2.0
/** What every dialect keeps to, whatever it is given. `dialects.test.ts` runs this over the registry. */
import { stableJson, type Statement, validateStatement } from '@cairn/xapi';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Dialect, type NormalStatement, shownByWays, statementKinds } from './index.ts';
import { anyStatement } from './testing/any-statement.ts';
import { dialectFolders, filesOf, fixturesOf, type Identified } from './testing/fixtures.ts';

/** What is wrong with a reading; [] when nothing is. */
function wrongs(dialect: Dialect, statement: Identified, normal: NormalStatement): readonly string[] {
  const { score, scorePath, scoreAsSent, subjects, durationMs } = normal;
  const claims: Readonly<Record<string, boolean>> = {
    'names itself with its version': normal.dialect === `${dialect.id}@${dialect.version}`,
    'is of this statement': normal.statementId === statement.id && normal.sourceId === 's',
    'has a score of 0..1 or null': score === null || (score >= 0 && score <= 1),
    'has a path exactly for a score': (score === null) === (scorePath === 'none'),
    'has no score that was not sent': score === null || scoreAsSent !== null,
    'counts no progress as attainment': normal.kind !== 'progress' || score === null,
    'has a known kind': statementKinds.includes(normal.kind),
    'has a known way of showing': normal.shownBy === null || shownByWays.includes(normal.shownBy),
    'has each subject once':
      new Set(subjects).size === subjects.length && subjects.every((one) => one !== ''),
    'has a time': Number.isFinite(normal.occurredAt),
    'has a length or none': durationMs === null || durationMs >= 0,
  };
  return Object.keys(claims).filter((claim) => claims[claim] === false);
}

export function dialectContract(dialect: Dialect): void {
  const ranges = ['0..1', '-1..1'] as const;
  /** Wrongs of both ranges; also that the same is read twice alike and nothing is changed. */
  const faultsOf = (statement: Identified): readonly string[] => {
    const before = stableJson(statement);
    const faults = ranges.flatMap((scaledRange) => {
      const source = { id: 's', scaledRange };
      const normal = dialect.normalise(statement, source);
      const isSame = stableJson(dialect.normalise(structuredClone(statement), source)) === stableJson(normal);
      return [...wrongs(dialect, statement, normal), ...(isSame ? [] : ['reads the same alike'])];
    });
    return stableJson(statement) === before ? faults : [...faults, 'leaves the statement as it is'];
  };

  describe(`${dialect.id} as a dialect`, () => {
    test('has a folder with its code, its README, its tests and fixtures whose origin is said', () => {
      const files = filesOf(dialect.id);
      expect(files).toEqual(
        expect.arrayContaining([
          `${dialect.id}.ts`,
          `${dialect.id}.test.ts`,
          'README.md',
          'fixtures/SOURCE.md',
          expect.stringMatching(/^fixtures\/.+\.statements\.jsonl$/) as string,
        ]),
      );
    });
    test('has valid statements as fixtures, each with an id of its own', () => {
      const fixtures = fixturesOf(dialect.id);
      expect(fixtures.flatMap((statement) => validateStatement(statement))).toEqual([]);
      expect(new Set(fixtures.map(({ id }) => id)).size).toBe(fixtures.length);
    });
    test('reads the fixtures of every dialect within the ranges', () => {
      const all = dialectFolders().flatMap(fixturesOf);
      expect(all.length).toBeGreaterThan(300);
      expect(all.flatMap((statement) => faultsOf(statement))).toEqual([]);
    });
    test('reads any valid statement within the ranges, the same each time, and leaves it as it is', () => {
      fc.assert(
        fc.property(anyStatement, (statement) => {
          expect(validateStatement(statement)).toEqual([]);
          expect(faultsOf(statement)).toEqual([]);
        }),
        { numRuns: 300 },
      );
    });
    test('is sure of itself between 0 and 1', () => {
      fc.assert(
        fc.property(anyStatement, (statement) => {
          const sure = dialect.recognise(statement);
          return sure >= 0 && sure <= 1;
        }),
      );
    });
    test('calls the same stable whatever a receiver set on it, and something else when the event is another', () => {
      const stable = (statement: Statement) => stableJson(dialect.stableContent(statement));
      fc.assert(
        fc.property(anyStatement, anyStatement, (statement, other) => {
          const { id: _id, stored: _stored, authority: _authority, ...sent } = statement;
          const { id, timestamp: stored = '', actor: authority } = other;
          expect(stable({ ...sent, id, stored, authority, version: '1.0.3' })).toBe(stable(sent));
          expect(stable({ ...sent, verb: { id: `${sent.verb.id}x` } })).not.toBe(stable(sent));
        }),
      );
    });
  });
}
