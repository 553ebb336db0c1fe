// SPDX-License-Identifier: Apache-2.0
/**
 * What a draft changes beyond the competencies that stand on other evidence, models or levels: those that such are rolled up to, and
 * those whose roll-up itself is another. Pure. Flow: affected → [here] → whose evidence is read, whose states are compared.
 */
import type { CompiledPolicy, RollUp } from '@cairn/engine';
import { stableJson } from '@cairn/xapi';
import { readFor } from './affected.ts';

interface Policies {
  readonly before: CompiledPolicy | null;
  readonly after: CompiledPolicy;
}
export interface Concerned {
  /** Competencies, and groups that a roll-up stands for, whose state may be another. */
  readonly changing: ReadonlySet<string>;
  /** Those whose own mastery is read for that. */
  readonly read: ReadonlySet<string>;
  /** Whoever has evidence of these may see a change. */
  readonly ofWhom: ReadonlySet<string>;
  /** Of evidence of a competency: what of `changing` it may bear on. */
  readonly borneOn: (competencyId: string) => readonly string[];
}

/** One that is only shown beside its parent makes nobody's state. */
function granting(policy: CompiledPolicy | null, id: string): RollUp | null {
  const rollUp = policy?.policy.mapping.rollUps?.[id];
  return rollUp?.outcome === 'grant' && policy?.mastery(id) ? rollUp : null;
}
const basisOf = (policy: CompiledPolicy | null, id: string) => {
  const rollUp = granting(policy, id);
  return rollUp && stableJson([rollUp, policy?.kin.childrenOf(id)]);
};

/** Everything that `next` leads to, the beginning included. */
function reached(from: Iterable<string>, next: (id: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set(from);
  // What is added while it runs is gone through too.
  for (const id of found) for (const one of next(id)) found.add(one);
  return found;
}

export function concernedBy(affected: ReadonlySet<string>, { before, after }: Policies): Concerned {
  const both = [before, after];
  const parents = (id: string) =>
    both.flatMap((policy) => policy?.kin.parentsOf(id).filter((one) => granting(policy, one) !== null) ?? []);
  const children = (id: string) =>
    both.flatMap((policy) => (granting(policy, id) ? (policy?.kin.childrenOf(id) ?? []) : []));
  const rollUps = both.flatMap((policy) => Object.keys(policy?.policy.mapping.rollUps ?? {}));
  const otherwise = rollUps.filter((id) => basisOf(before, id) !== basisOf(after, id));
  const changing = reached([...affected, ...otherwise], parents);
  const known = new Map<string, readonly string[]>();
  return {
    changing,
    read: reached(changing, children),
    ofWhom: new Set(
      [...affected, ...reached(otherwise, children)].flatMap((id) => readFor(id, { before, after })),
    ),
    borneOn: (id) => {
      const there = known.get(id);
      if (there) return there;
      const own = [id, ...both.flatMap((policy) => policy?.replacements.successors(id) ?? [])];
      const borne = [...reached(own, parents)].filter((one) => changing.has(one));
      known.set(id, borne);
      return borne;
    },
  };
}
