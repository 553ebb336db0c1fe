// SPDX-License-Identifier: Apache-2.0
/** Body text → what the store takes. Pure: everything that can be refused is refused here, before anything is written. */
import { type Fault, scanStatements, type ScannedStatement, type Statement, versionRules } from '@cairn/xapi';
import { maxBatch, maxFaults } from '../limits.ts';
import { ProblemError } from '../problem-error.ts';
import { createIdGiver } from './derived-id.ts';
import {
  itemFaults,
  openItem,
  type PrepareOptions,
  prepareStatement,
  type ReadyStatement,
} from './prepare-statement.ts';

const tooMuch = new Set(['JSON_TOO_DEEP', 'JSON_STRING_TOO_LONG']);

export const unreadable = (fault: Fault) =>
  tooMuch.has(fault.code)
    ? new ProblemError(413, fault.code, 'A statement is too large', fault.message, [fault])
    : new ProblemError(400, fault.code, 'The body cannot be read', fault.message, [fault]);

/** @throws {ProblemError} 413 for too many, 400 for none where the source's are not so. */
export function checkCount(count: number, { source }: Pick<PrepareOptions, 'source'>): void {
  if (count > maxBatch)
    throw new ProblemError(
      413,
      'BATCH_TOO_LARGE',
      'Too many statements at once',
      `The batch holds ${count} statements; at most ${maxBatch} are taken in one request. Send it in parts.`,
    );
  if (count === 0 && !source.settings.acceptsEmptyBatch)
    throw new ProblemError(
      400,
      'BATCH_EMPTY',
      'The array is empty',
      'There is no statement in it. Send at least one, or let the administrator set acceptsEmptyBatch for this source.',
    );
}

/** @throws {ProblemError} 400 or 413, naming every fault by its place in the body. */
export function prepareBatch(body: string, options: PrepareOptions): readonly ReadyStatement[] {
  const { source, dialect, onlyId, version } = options;
  const scanned = scanStatements(body);
  if (!scanned.ok) throw unreadable(scanned.fault);
  const { single } = scanned;
  checkCount(scanned.items.length, options);
  if (onlyId !== undefined && !single)
    throw new ProblemError(
      400,
      'SINGLE_STATEMENT',
      'PUT takes one statement',
      'Send one statement object, not an array, or use POST.',
    );
  const items = scanned.items.map((item) => openItem(item, source));
  const at = (i: number) => (single ? '' : `/${i}`);
  const faults = [
    ...items.flatMap((item, i) => itemFaults(item, at(i), options)),
    ...(versionRules[version].refusesRepeatedIds ? repeatedIds(items, at) : []),
  ];
  if (faults.length > 0)
    throw new ProblemError(
      400,
      'STATEMENT_INVALID',
      `Not valid xAPI ${version}`,
      summary(faults),
      faults.slice(0, maxFaults),
    );
  const giveId = createIdGiver(source, dialect);
  return items.map((item, i) => ({
    statement: item.value as Statement,
    prepared: prepareStatement(item, giveId, options),
    pointer: at(i),
  }));
}
function repeatedIds(items: readonly ScannedStatement[], at: (i: number) => string): readonly Fault[] {
  const seen = new Set<string>();
  return items.flatMap(({ value }, i) => {
    const id: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'id') : undefined;
    if (typeof id !== 'string') return [];
    const isAgain = seen.has(id.toLowerCase());
    seen.add(id.toLowerCase());
    return isAgain
      ? [
          {
            pointer: `${at(i)}/id`,
            code: 'ID_REPEATED',
            message: 'Another statement of this request has the same id.',
            rule: 'xAPI 2.0.0 4.1.6.1',
          },
        ]
      : [];
  });
}

function summary(faults: readonly Fault[]): string {
  const [first] = faults;
  const more =
    faults.length > 1
      ? ` There ${faults.length === 2 ? 'is 1 more fault' : `are ${faults.length - 1} more faults`}.`
      : '';
  return `At "${first?.pointer}": ${first?.message}${more} Nothing of this request was stored.`;
}
