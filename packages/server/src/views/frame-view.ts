// SPDX-License-Identifier: Apache-2.0
/** What every view of a person begins with: who, when, by which version, and the scales and groups that it names. */
import type { Profile, ScaleView } from '@cairn/api/contract';
import { defaultNoticeDays, type PersonMastery } from '@cairn/engine';
import type { IndexedCompetency, Scale } from '@cairn/frameworks';
import type { Frame } from './mastery-reader.ts';
import { iso, isoOrNull, rollUpView } from './state-view.ts';

const scaleView = ({ id, name, levels }: Scale): ScaleView => ({
  id,
  name,
  levels: levels.map((level) => ({
    id: level.id,
    rank: level.rank,
    name: level.name,
    proficient: level.proficient,
  })),
});

export const competencyView = ({ competency, groupId, scale }: IndexedCompetency) => ({
  id: competency.id,
  code: competency.code,
  label: competency.label,
  statement: competency.statement,
  kind: competency.kind,
  groupId,
  scaleId: scale.id,
});

/** `mastery`: null where the groups' own standing is not shown. */
export function frameView(
  { person, policy, at, known, asOf, complete, contact }: Frame,
  shown: readonly IndexedCompetency[],
  mastery: PersonMastery | null,
): Omit<Profile, 'frameworks' | 'competencies'> {
  const scales = new Map(shown.map(({ scale }) => [scale.id, scale]));
  const groupIds = new Set(shown.map(({ groupId }) => groupId));
  return {
    person: { id: person.id, name: person.name },
    at: iso(at),
    known: isoOrNull(known),
    asOf,
    complete,
    policyVersion: policy.policy.version,
    timeZone: policy.policy.timeZone,
    noticeDays: policy.policy.mapping.time?.noticeDays ?? defaultNoticeDays,
    contact,
    scales: [...scales.values()].map(scaleView),
    groups: policy.frameworks.groups
      .filter(({ competency }) => groupIds.has(competency.id))
      .map(({ competency, framework }) => ({
        id: competency.id,
        code: competency.code,
        label: competency.label,
        frameworkId: framework.id,
        rollUp: rollUpView(mastery?.rollUpAt(competency.id, at) ?? null),
      })),
  };
}
