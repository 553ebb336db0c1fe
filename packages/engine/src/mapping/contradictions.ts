// SPDX-License-Identifier: Apache-2.0
/** Rules that no statement can meet: parts of their condition exclude each other. */
import { type Condition, partsOf } from './condition.schema.ts';
import { areOpposed, type Literal, literalsOf } from './literals.ts';

/** The first two parts that exclude each other; null: none are known to. */
function opposedPair(literals: readonly Literal[]): readonly [Literal, Literal] | null {
  for (const [i, later] of literals.entries())
    for (const earlier of literals.slice(0, i))
      if (areOpposed(earlier.condition, later.condition)) return [earlier, later];
  return null;
}

/**
 * Of a condition that can never be met, the part that makes it so and the one that it excludes; null: it may be met.
 * A choice is impossible when each of its branches is.
 */
export function contradictionIn(
  condition: Condition,
  pointer = '/when',
  outer: readonly Literal[] = [],
): readonly [Literal, Literal] | null {
  const literals = [...outer, ...literalsOf(condition, pointer)];
  const pair = opposedPair(literals);
  if (pair) return pair;
  for (const choice of literals) {
    if (!('any' in choice.condition)) continue;
    const others = literals.filter((one) => one !== choice);
    const branches = partsOf(choice.condition).map(([place, part]) =>
      contradictionIn(part, choice.pointer + place, others),
    );
    const [first] = branches;
    if (first && branches.every((branch) => branch !== null)) return first;
  }
  return null;
}
