// SPDX-License-Identifier: Apache-2.0
/** Unknown input → framework, or everything that is wrong with it. Beyond the schema: references that lead nowhere, ids twice, cycles, scales out of order. */
import { type FrameworkFault, refused, schemaFaults } from './faults.ts';
import { findRing } from './find-ring.ts';
import { type Competency, type Framework, frameworkSchema, type Scale } from './framework.schema.ts';

export type ParsedFramework =
  | {
      readonly ok: true;
      readonly framework: Framework;
      /** What was left out or cut on the way, each with its place. */
      readonly notes?: readonly FrameworkFault[];
    }
  | {
      readonly ok: false;
      readonly faults: readonly FrameworkFault[];
      /** How many more there are than are listed; absent: none. */
      readonly more?: number;
    };

/** Relations along which nothing may lead back to itself (domain rule of CASE's hierarchy and order). */
export const acyclicTypes = ['isChildOf', 'isPartOf', 'precedes', 'replacedBy'] as const;
/** Of which the framework itself may be the destination: that stands at its top. */
const topTypes: ReadonlySet<string> = new Set(['isChildOf', 'isPartOf']);

export function parseFramework(input: unknown): ParsedFramework {
  const parsed = frameworkSchema.safeParse(input);
  if (!parsed.success) return refused(schemaFaults(parsed.error));
  const framework = parsed.data;
  const faults = [
    ...scaleFaults(framework),
    ...competencyFaults(framework),
    ...relationFaults(framework),
    ...alignmentFaults(framework),
    ...rollUpFaults(framework),
  ];
  return faults.length > 0 ? refused(faults) : { ok: true, framework };
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

function defaultFaults({ default: given, levels }: Scale, at: string): FrameworkFault[] {
  if (given === undefined || levels.some(({ id }) => id === given)) return [];
  return [{ pointer: `${at}/default`, code: 'LEVEL_UNKNOWN', message: `The scale has no level "${given}".` }];
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
  return [
    ...faults,
    ...scales.flatMap((one, i) => [
      ...levelFaults(one, `/scales/${i}`),
      ...defaultFaults(one, `/scales/${i}`),
    ]),
  ];
}

/** Ids and codes that stand twice. */
export const idFaults = (
  own: string,
  competencies: readonly Pick<Competency, 'id' | 'code'>[],
): readonly FrameworkFault[] => [
  ...repeated([own, ...competencies.map(({ id }) => id)], (i) => `/competencies/${i - 1}/id`, 'The id'),
  ...repeated(
    competencies.map(({ code }) => code),
    (i) => `/competencies/${i}/code`,
    'The code',
  ),
];

function competencyFaults({ id: own, competencies, scales, scale }: Framework): FrameworkFault[] {
  const levels = new Map(scales.map((one) => [one.id, new Set(one.levels.map(({ id }) => id))]));
  return [
    ...idFaults(own, competencies),
    ...competencies.flatMap((competency, i) => {
      const at = `/competencies/${i}`;
      const known = levels.get(competency.scale ?? scale);
      if (!known)
        return [
          {
            pointer: `${at}/scale`,
            code: 'SCALE_UNKNOWN',
            message: `There is no scale "${competency.scale ?? scale}" in this framework.`,
          },
        ];
      return [...dayFaults(competency, at), ...indicatorFaults(competency, known, at)];
    }),
  ];
}

const indicatorFaults = (
  { indicators }: Competency,
  known: ReadonlySet<string>,
  at: string,
): FrameworkFault[] =>
  indicators.flatMap(({ level }, k) =>
    known.has(level)
      ? []
      : [
          {
            pointer: `${at}/indicators/${k}/level`,
            code: 'LEVEL_UNKNOWN',
            message: `The scale has no level "${level}".`,
          },
        ],
  );

const dayFaults = ({ validFrom, validTo }: Competency, at: string): FrameworkFault[] =>
  validFrom === undefined || validTo === undefined || validFrom <= validTo
    ? []
    : [
        {
          pointer: `${at}/validTo`,
          code: 'DAYS_REVERSED',
          message: `It would end on ${validTo}, before it begins on ${validFrom}.`,
        },
      ];

const unknownCompetency = (id: string, pointer: string): FrameworkFault => ({
  pointer,
  code: 'COMPETENCY_UNKNOWN',
  message: `There is no competency "${id}" in this framework.`,
});

function relationFaults({ id: own, competencies, relations }: Framework): FrameworkFault[] {
  const known = new Set(competencies.map(({ id }) => id));
  const lost = relations.flatMap(({ type, origin, destination, evidence }, i) => {
    const at = `/relations/${i}`;
    const isTop = destination === own && topTypes.has(type);
    return [
      ...(known.has(origin) ? [] : [unknownCompetency(origin, `${at}/origin`)]),
      ...(isTop || known.has(destination) ? [] : [unknownCompetency(destination, `${at}/destination`)]),
      ...(evidence === undefined || type === 'replacedBy'
        ? []
        : [
            {
              pointer: `${at}/evidence`,
              code: 'RELATION_CARRIES_NOTHING',
              message: `Only replacedBy says what becomes of evidence; ${type} does not.`,
            },
          ]),
    ];
  });
  const codes = new Map(competencies.map(({ id, code }) => [id, code]));
  const nameOf = (id: string) => {
    const code = codes.get(id) ?? id;
    return code === id ? id : `${code} (${id})`;
  };
  const rings = acyclicTypes.flatMap((type) => {
    const ring = findRing(relations.filter((relation) => relation.type === type));
    return ring
      ? [
          {
            pointer: '/relations',
            code: 'RELATION_CYCLE',
            message: `${type} leads back to itself: ${ring.map(nameOf).join(' → ')}. Take one of these relations out.`,
          },
        ]
      : [];
  });
  return [...lost, ...rings];
}

function alignmentFaults({ id: own, competencies, alignments = [] }: Framework): FrameworkFault[] {
  const known = new Set([own, ...competencies.map(({ id }) => id)]);
  return alignments.flatMap(({ competency }, i) =>
    known.has(competency) ? [] : [unknownCompetency(competency, `/alignments/${i}/competency`)],
  );
}

/** Points are given for direct children, each once, and the sum that is needed can be reached. */
function rollUpFaults({ competencies, relations }: Framework): FrameworkFault[] {
  const children = new Map<string, Set<string>>();
  for (const { type, origin, destination } of relations) {
    if (type !== 'isChildOf') continue;
    const own = children.get(destination);
    if (own) own.add(origin);
    else children.set(destination, new Set([origin]));
  }
  return competencies.flatMap(({ id, rollUp }, i) => {
    if (rollUp?.rule.type !== 'points') return [];
    const at = `/competencies/${i}/rollUp/rule`;
    const { base, children: given } = rollUp.rule;
    const own = children.get(id);
    const strangers = given.flatMap(({ competency }, k) =>
      own?.has(competency) === true
        ? []
        : [
            {
              pointer: `${at}/children/${k}/competency`,
              code: 'NOT_A_CHILD',
              message: `"${competency}" is no direct child of "${id}".`,
            },
          ],
    );
    const sum = given.reduce((total, { points }) => total + points, 0);
    return [
      ...strangers,
      ...repeated(
        given.map(({ competency }) => competency),
        (k) => `${at}/children/${k}/competency`,
        'The child',
      ),
      ...(sum >= base
        ? []
        : [
            {
              pointer: `${at}/base`,
              code: 'POINTS_OUT_OF_REACH',
              message: `All children together give ${sum} points; ${base} are never reached.`,
            },
          ]),
    ];
  });
}
