// SPDX-License-Identifier: Apache-2.0
/**
 * What is wrong beside a framework that was refused: only what may follow from that is kept back, so that nobody mends a file
 * twice. A framework whose competencies and scales are sound (a ring among its relations, say) still says what it holds.
 */
import { type Framework, type FrameworkFault, type FrameworkIndex, frameworkSchema } from '@cairn/frameworks';

/** What stands at a JSON pointer; undefined: nothing does. */
const valueAt = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null ? (Reflect.get(at, key) as unknown) : undefined),
      value,
    );

/** Which competencies there are and which scale each has hangs on these. */
const ofLevels = /^\/(?:scales?(?:\/|$)|competencies\/\d+\/(?:id|scale)$)/;

/** A refused framework as far as it can be asked for competencies and levels; null: it cannot. */
export function levelsOfRefused(document: unknown, faults: readonly FrameworkFault[]): Framework | null {
  if (faults.some(({ pointer }) => ofLevels.test(pointer))) return null;
  const parsed = frameworkSchema.safeParse(document);
  return parsed.success ? parsed.data : null;
}

/** Ids that a refused framework may have meant to hold. */
const idsMeant = (frameworks: readonly unknown[]): ReadonlySet<unknown> =>
  new Set(
    frameworks.flatMap((one) => {
      const list = valueAt(one, '/competencies');
      return Array.isArray(list) ? list.map((competency) => valueAt(competency, '/id')) : [];
    }),
  );

/** Relations of a refused framework may be other than they were meant. */
const ofRelations: ReadonlySet<string> = new Set(['ROLL_UP_CHILD_UNKNOWN', 'ROLL_UP_WITHOUT_CHILDREN']);

export interface Refusals {
  readonly input: { readonly frameworks: readonly unknown[] };
  /** Of everything that can be asked. */
  readonly index: FrameworkIndex;
  /** Every refused framework can be asked for its competencies and levels. */
  readonly isIndexed: boolean;
}

/** @returns whether a fault of roles or mapping may only follow from a framework that was refused. */
export function mayFollow({ input, index, isIndexed }: Refusals): (fault: FrameworkFault) => boolean {
  const meant = idsMeant(input.frameworks);
  // What no framework was ever to hold is unknown all the same.
  const isNowhere = (id: unknown) =>
    typeof id === 'string' && meant.size > 0 && !meant.has(id) && index.find(id) === undefined;
  // The levels of a competency that is found are its own; those of a rule for any are of some scale, maybe one that is not there.
  const isOfAny = (pointer: string) => {
    const rule = /^\/mapping\/rules\/\d+/.exec(pointer)?.[0];
    const id = rule === undefined ? undefined : valueAt(input, `${rule}/competency`);
    return pointer.startsWith('/mapping/use/') || (typeof id === 'string' && index.find(id) === undefined);
  };
  return ({ code, pointer }) => {
    if (ofRelations.has(code)) return true;
    if (isIndexed) return false;
    if (code === 'COMPETENCY_UNKNOWN') return !isNowhere(valueAt(input, pointer));
    if (code === 'LEVEL_UNKNOWN' || code === 'LEVELS_OF_SCALES') return isOfAny(pointer);
    return code === 'FRAMEWORK_UNKNOWN';
  };
}
