// SPDX-License-Identifier: Apache-2.0
/**
 * Scales of a file that gives them ids of its own (Moodle's CSV) → the scales in force that they are: the same levels, by their names
 * and by which are proficient. So levels keep the ids, cut points and other languages that the file cannot hold.
 */
import type { Framework, Scale } from '../framework.schema.ts';

const isSameLevel = (one: Scale['levels'][number], old: Scale['levels'][number] | undefined): boolean =>
  one.proficient === old?.proficient &&
  Object.entries(one.name).every(([language, name]) => (old.name[language] ?? name) === name) &&
  Object.values(one.name).some((name) => Object.values(old.name).includes(name));

const isSameScale = (one: Scale, old: Scale): boolean =>
  one.levels.length === old.levels.length &&
  one.levels.every((level, i) => isSameLevel(level, old.levels[i]));

/** The one in force, with the default of the file where it had another. */
function inForce(one: Scale, old: Scale): Scale {
  const level = one.levels.findIndex(({ id }) => id === one.default);
  const chosen = old.levels[level]?.id;
  return old.default === undefined || chosen === undefined ? old : { ...old, default: chosen };
}

export function withKnownScales(incoming: Framework, current: Framework): Framework {
  const there = new Set(current.scales.map(({ id }) => id));
  const known = new Map<string, Scale>();
  const taken = new Set(incoming.scales.map(({ id }) => id));
  for (const one of incoming.scales) {
    if (there.has(one.id)) continue;
    const like = current.scales.filter((old) => !taken.has(old.id) && isSameScale(one, old));
    const old = like.find(({ id }) => id === current.scale) ?? like[0];
    if (!old) continue;
    known.set(one.id, inForce(one, old));
    taken.add(old.id);
  }
  if (known.size === 0) return incoming;
  const idNow = (id: string) => known.get(id)?.id ?? id;
  return {
    ...incoming,
    scale: idNow(incoming.scale),
    scales: incoming.scales.map((one) => known.get(one.id) ?? one),
    competencies: incoming.competencies.map((one) =>
      one.scale === undefined ? one : { ...one, scale: idNow(one.scale) },
    ),
  };
}
