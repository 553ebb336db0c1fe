// SPDX-License-Identifier: Apache-2.0
/**
 * One person's evidence → what holds under the version in force and under the draft: of each competency, rolled up where it is, and
 * as roles read it that have settings of their own. Both are folded, so that a mastery that waits to be folded is not taken for a
 * change. Pure.
 */
import {
  type CompiledPolicy,
  createPersonMastery,
  type Evidence,
  foldForRole,
  foldMastery,
  type LinkedEvidence,
  type MasteryState,
  type MasteryTimeline,
  stateAt,
  unknownState,
  withCarried,
} from '@cairn/engine';
import { evidenceOfPerson, type IdentityLink } from '@cairn/store';
import { groupBy } from '../group-by.ts';
import { readFor } from './affected.ts';
import type { Concerned } from './rolled-up.ts';

export interface RoleReading {
  readonly roleId: string;
  readonly competencyId: string;
}
export interface Comparing {
  readonly before: CompiledPolicy | null;
  readonly after: CompiledPolicy;
  /** Competencies whose own mastery stands on something else. */
  readonly affected: ReadonlySet<string>;
  readonly concerned: Concerned;
  readonly roles: readonly RoleReading[];
  /** ms since the epoch. */
  readonly now: number;
}
export interface States {
  readonly before: MasteryState;
  readonly after: MasteryState;
}
export interface PersonStates {
  readonly competencies: readonly (readonly [competencyId: string, States])[];
  readonly roles: readonly (readonly [RoleReading, States])[];
  /** Masteries that publishing folds anew. */
  readonly folded: number;
}

/** Of competencies whose state may be another, those that a role reads by settings of its own, now or then. */
export function roleReadings(
  changing: ReadonlySet<string>,
  { before, after }: Pick<Comparing, 'before' | 'after'>,
): readonly RoleReading[] {
  const found = new Map<string, RoleReading>();
  for (const policy of [before, after])
    for (const [roleId, settings] of Object.entries(policy?.policy.mapping.requirements ?? {}))
      for (const competencyId of Object.keys(settings))
        if (changing.has(competencyId))
          found.set(JSON.stringify([roleId, competencyId]), { roleId, competencyId });
  return [...found.values()];
}

interface Under {
  readonly policy: CompiledPolicy;
  readonly evidence: (competencyId: string) => readonly LinkedEvidence[];
  readonly stateOf: (competencyId: string) => MasteryState;
}

export function personStates(
  pieces: readonly Evidence[],
  links: readonly IdentityLink[],
  comparing: Comparing,
): PersonStates {
  const { before, after, affected, concerned, roles, now } = comparing;
  const groups = groupBy(pieces, ({ competencyId }) => competencyId);
  const successors = (policy: CompiledPolicy | null, id: string) => policy?.replacements.successors(id) ?? [];
  const borne = new Set(
    [...groups.keys()].flatMap((id) => [id, ...successors(before, id), ...successors(after, id)]),
  );
  const own = [...borne].filter((id) => concerned.read.has(id));

  /** `known`: what stands on the same before and after is folded once. */
  function under(policy: CompiledPolicy, known?: ReadonlyMap<string, MasteryTimeline>) {
    const evidence = (id: string) =>
      withCarried(
        policy,
        id,
        evidenceOfPerson(
          readFor(id, comparing).flatMap((one) => groups.get(one) ?? []),
          links,
          policy,
        ),
      );
    const timelines = new Map(
      own.flatMap((id): (readonly [string, MasteryTimeline])[] => {
        const there = affected.has(id) ? undefined : known?.get(id);
        const context = policy.mastery(id);
        if (there) return [[id, there]];
        return context ? [[id, foldMastery(evidence(id), context)]] : [];
      }),
    );
    const mastery = createPersonMastery(policy, timelines);
    return { policy, timelines, evidence, stateOf: (id: string) => mastery.stateAt(id, now) };
  }
  const then = under(after);
  const sides = { before: before && under(before, then.timelines), after: then };
  const statesOf = (read: (side: Under) => MasteryState): States => ({
    before: sides.before ? read(sides.before) : unknownState,
    after: read(sides.after),
  });
  const asRead = ({ roleId, competencyId }: RoleReading) =>
    statesOf(({ policy, evidence, stateOf }) => {
      const timeline = foldForRole(policy, roleId, competencyId, evidence(competencyId));
      return timeline ? stateAt(timeline, now) : stateOf(competencyId);
    });
  const changing = new Set([...groups.keys()].flatMap(concerned.borneOn));
  return {
    competencies: [...changing].map((id) => [id, statesOf(({ stateOf }) => stateOf(id))]),
    roles: roles.filter(({ competencyId }) => changing.has(competencyId)).map((one) => [one, asRead(one)]),
    folded: [...borne].filter((id) => affected.has(id)).length,
  };
}
