// SPDX-License-Identifier: Apache-2.0
/** Unknown input → framework, or everything that is wrong with it. Beyond the schema: references that lead nowhere, ids twice, cycles, scales out of order. */
import { type FrameworkFault, schemaFaults } from './faults.ts';
import { type Framework, frameworkSchema, type Scale } from './framework.schema.ts';

export type ParsedFramework =
  | { readonly ok: true; readonly framework: Framework }
  | { readonly ok: false; readonly faults: readonly FrameworkFault[] };

/** Relations along which nothing may lead back to itself (domain rule of CASE's hierarchy and order). */
const acyclic = ['isChildOf', 'isPartOf', 'precedes', 'replacedBy'] as const;

export function parseFramework(input: unknown): ParsedFramework {
  const parsed = frameworkSchema.safeParse(input);
  if (!parsed.success) return { ok: false, faults: schemaFaults(parsed.error) };
  const framework = parsed.data;
  const faults = [...scaleFaults(framework), ...competencyFaults(framework), ...relationFaults(framework)];
  return faults.length > 0 ? { ok: false, faults } : { ok: true, framework };
}

function repeated(ids: readonly string[], pointer: (i: number) => string, what: string): FrameworkFault[] {
  const seen = new Set<string>();
  return ids.flatMap((id, i) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [
      {
        pointer: pointer(i),
        code: 'ID_REPEATED',
        message: `${what} "${id}" stands twice. Give each its own.`,
      },
    ];
  });
}

function levelFaults({ levels }: Scale, at: string): FrameworkFault[] {
  const faults: FrameworkFault[] = [];
  let lowest = -1;
  levels.forEach((level, i) => {
    if (level.rank !== i + 1)
      faults.push({
        pointer: `${at}/levels/${i}/rank`,
        code: 'LEVEL_RANK',
        message: `Levels stand in order with ranks 1, 2, 3 …; this one must have rank ${i + 1}.`,
      });
    if (level.minScore !== undefined && level.minScore <= lowest)
      faults.push({
        pointer: `${at}/levels/${i}/minScore`,
        code: 'LEVEL_SCORE',
        message: 'Each level must need a higher score than the one before.',
      });
    lowest = level.minScore ?? lowest;
  });
  if (!levels.some((level) => level.proficient))
    faults.push({
      pointer: `${at}/levels`,
      code: 'NO_PROFICIENT_LEVEL',
      message: 'At least one level must be proficient.',
    });
  return faults;
}

function scaleFaults({ scale, scales }: Framework): FrameworkFault[] {
  const faults = repeated(
    scales.map(({ id }) => id),
    (i) => `/scales/${i}/id`,
    'The scale',
  );
  if (!scales.some(({ id }) => id === scale))
    faults.push({
      pointer: '/scale',
      code: 'SCALE_UNKNOWN',
      message: `There is no scale "${scale}" in this framework.`,
    });
  return [...faults, ...scales.flatMap((one, i) => levelFaults(one, `/scales/${i}`))];
}

function competencyFaults({ competencies, scales, scale }: Framework): FrameworkFault[] {
  const levels = new Map(scales.map((one) => [one.id, new Set(one.levels.map(({ id }) => id))]));
  return [
    ...repeated(
      competencies.map(({ id }) => id),
      (i) => `/competencies/${i}/id`,
      'The competency',
    ),
    ...repeated(
      competencies.map(({ code }) => code),
      (i) => `/competencies/${i}/code`,
      'The code',
    ),
    ...competencies.flatMap((competency, i) => {
      const known = levels.get(competency.scale ?? scale);
      if (!known)
        return [
          {
            pointer: `/competencies/${i}/scale`,
            code: 'SCALE_UNKNOWN',
            message: `There is no scale "${competency.scale ?? scale}" in this framework.`,
          },
        ];
      return competency.indicators.flatMap(({ level }, k) =>
        known.has(level)
          ? []
          : [
              {
                pointer: `/competencies/${i}/indicators/${k}/level`,
                code: 'LEVEL_UNKNOWN',
                message: `The scale has no level "${level}".`,
              },
            ],
      );
    }),
  ];
}

function relationFaults({ competencies, relations }: Framework): FrameworkFault[] {
  const known = new Set(competencies.map(({ id }) => id));
  const lost = relations.flatMap((relation, i) =>
    (['origin', 'destination'] as const).flatMap((end) =>
      known.has(relation[end])
        ? []
        : [
            {
              pointer: `/relations/${i}/${end}`,
              code: 'COMPETENCY_UNKNOWN',
              message: `There is no competency "${relation[end]}" in this framework.`,
            },
          ],
    ),
  );
  const rings = acyclic.flatMap((type) => {
    const ring = findRing(relations.filter((relation) => relation.type === type));
    return ring
      ? [
          {
            pointer: '/relations',
            code: 'RELATION_CYCLE',
            message: `${type} leads back to itself: ${ring.join(' → ')}. Take one of these relations out.`,
          },
        ]
      : [];
  });
  return [...lost, ...rings];
}

/** One ring if there is any. Iterative, so that a chain of 20,000 does not exhaust the stack. */
function findRing(
  edges: readonly { readonly origin: string; readonly destination: string }[],
): readonly string[] | null {
  const next = new Map<string, string[]>();
  for (const { origin, destination } of edges) next.set(origin, [...(next.get(origin) ?? []), destination]);
  const done = new Set<string>();
  for (const start of next.keys()) {
    const trail: string[] = [];
    const work: { readonly id: string; readonly leave: boolean }[] = [{ id: start, leave: false }];
    for (let step = work.pop(); step; step = work.pop()) {
      const { id } = step;
      if (step.leave) {
        trail.pop();
        done.add(id);
      } else if (trail.includes(id)) return [...trail.slice(trail.indexOf(id)), id];
      else if (!done.has(id)) {
        trail.push(id);
        work.push({ id, leave: true }, ...(next.get(id) ?? []).map((other) => ({ id: other, leave: false })));
      }
    }
  }
  return null;
}
