// SPDX-License-Identifier: Apache-2.0
/** What is wrong with one rule: what it names, what it gives, and whether it could be found and met. */
import type { FrameworkIndex, IndexedCompetency, Scale } from '@cairn/frameworks';
import { stepsOf } from './across/across.schema.ts';
import { anchorOf, type TemplateOf } from './anchors.ts';
import { type Condition, partsOf } from './condition.schema.ts';
import { contradictionIn } from './contradictions.ts';
import { literalsOf } from './literals.ts';
import type { MappingFault } from './mapping-fault.types.ts';
import { isOfStatement } from './named-competency.ts';
import type { Rule } from './mapping-rule.schema.ts';
import { conditionOf } from './rule-index.ts';

export interface RuleFaultSurroundings {
  readonly frameworks: FrameworkIndex;
  readonly sources: readonly string[];
  readonly templateOf: TemplateOf;
}

const error = (pointer: string, code: string, message: string): MappingFault => ({
  pointer,
  code,
  message,
  severity: 'error',
});
const warning = (pointer: string, code: string, message: string): MappingFault => ({
  ...error(pointer, code, message),
  severity: 'warning',
});

type RankOf = (level: string) => number | undefined;

function levelFaults(rule: Rule, at: string, rankOf: RankOf): readonly MappingFault[] {
  const { competency, level, cutPoints = [], atMost } = rule;
  const cap = atMost === undefined ? undefined : rankOf(atMost);
  const named = [
    ...(level === undefined ? [] : [[level, `${at}/level`] as const]),
    ...cutPoints.map((point, i) => [point.level, `${at}/cutPoints/${i}/level`] as const),
  ];
  return [
    ...named.flatMap(([one, pointer]) => {
      const rank = rankOf(one);
      if (rank === undefined)
        return [error(pointer, 'LEVEL_UNKNOWN', `The scale of "${competency}" has no level "${one}".`)];
      return cap !== undefined && rank > cap
        ? [
            error(
              pointer,
              'LEVEL_BEYOND_CAP',
              `"${one}" is above "${atMost}", which this rule shows at most.`,
            ),
          ]
        : [];
    }),
    ...(atMost !== undefined && cap === undefined
      ? [error(`${at}/atMost`, 'LEVEL_UNKNOWN', `The scale of "${competency}" has no level "${atMost}".`)]
      : []),
  ];
}

function cutPointFaults(
  { level, cutPoints, value }: Rule,
  at: string,
  rankOf: RankOf,
): readonly MappingFault[] {
  if (!cutPoints) return [];
  const rising = cutPoints.flatMap(({ level: one, from }, i) => {
    const before = cutPoints[i - 1];
    if (!before) return [];
    const isRising = from > before.from && (rankOf(one) ?? Infinity) > (rankOf(before.level) ?? -1);
    return isRising
      ? []
      : [
          error(
            `${at}/cutPoints/${i}`,
            'CUT_POINTS_NOT_RISING',
            `Cut points go up: "${one}" from ${from} must be a higher level from a higher value than "${before.level}" from ${before.from}.`,
          ),
        ];
  });
  return [
    ...rising,
    ...(level === undefined
      ? []
      : [error(`${at}/level`, 'LEVEL_TWICE', 'Say either one level or cut points, not both.')]),
    ...(value.from === 'none'
      ? [
          error(
            `${at}/value`,
            'CUT_POINTS_WITHOUT_VALUE',
            'Cut points need a value: from score, success, fixed, confidence or field.',
          ),
        ]
      : []),
  ];
}

function polarityFaults({ polarity, level, cutPoints, value }: Rule, at: string): readonly MappingFault[] {
  if (polarity !== 'negative') return [];
  if (level !== undefined || cutPoints)
    return [
      error(
        `${at}/${level === undefined ? 'cutPoints' : 'level'}`,
        'NEGATIVE_WITH_LEVEL',
        'What counts against shows no level. Take the level out, or the polarity.',
      ),
    ];
  return value.from === 'none'
    ? [
        error(
          `${at}/value`,
          'NEGATIVE_WITHOUT_VALUE',
          'What counts against needs a value: fixed 0 is the plainest.',
        ),
      ]
    : [];
}

function competencyFaults(rule: Rule, at: string, frameworks: FrameworkIndex): readonly MappingFault[] {
  const { competency, level, cutPoints, value } = rule;
  if (isOfStatement(rule)) return statementFaults(rule, at, frameworks);
  const found = frameworks.find(competency);
  if (!found)
    return [
      error(
        `${at}/competency`,
        'COMPETENCY_UNKNOWN',
        `No framework has a competency "${competency}". Import its framework first.`,
      ),
      // Of levels nothing can be said; of values that do not go up it can.
      ...cutPointFaults(rule, at, () => undefined),
    ];
  if (found.competency.kind === 'group')
    return [
      error(
        `${at}/competency`,
        'COMPETENCY_IS_GROUP',
        `"${competency}" is a group of competencies. Name those in it that this shows.`,
      ),
    ];
  const rankOf: RankOf = (id) => frameworks.level(competency, id)?.rank;
  const saysLevel = level !== undefined || cutPoints !== undefined;
  return [
    ...levelFaults(rule, at, rankOf),
    ...cutPointFaults(rule, at, rankOf),
    ...(saysLevel || value.from === 'none' ? [] : scaleFaults(found, at)),
  ];
}

/** Which competency it will be only a statement says: its levels must be those of some one scale. */
function statementFaults(rule: Rule, at: string, { competencies }: FrameworkIndex): readonly MappingFault[] {
  const { level, cutPoints = [], atMost, across } = rule;
  const named = [level, atMost, ...cutPoints.map((point) => point.level)].filter((one) => one !== undefined);
  const rankIn =
    ({ levels }: Scale): RankOf =>
    (id) =>
      levels.find((one) => one.id === id)?.rank;
  const scales = [...new Set(competencies.map(({ scale }) => scale))];
  const fitting = scales.find((scale) => named.every((id) => rankIn(scale)(id) !== undefined));
  const rankOf: RankOf = (id) =>
    fitting
      ? rankIn(fitting)(id)
      : scales.map((scale) => rankIn(scale)(id)).find((rank) => rank !== undefined);
  const places = [
    ...(level === undefined ? [] : [[level, `${at}/level`] as const]),
    ...cutPoints.map((point, i) => [point.level, `${at}/cutPoints/${i}/level`] as const),
    ...(atMost === undefined ? [] : [[atMost, `${at}/atMost`] as const]),
  ];
  const unknown = places.filter(([id]) => rankOf(id) === undefined);
  return [
    ...(across === undefined
      ? []
      : [
          error(
            `${at}/across`,
            'ACROSS_WITHOUT_COMPETENCY',
            'A rule that looks across statements has to name its competency.',
          ),
        ]),
    ...unknown.map(([id, pointer]) => error(pointer, 'LEVEL_UNKNOWN', `No scale has a level "${id}".`)),
    ...(unknown.length > 0
      ? []
      : fitting || named.length === 0
        ? [...levelFaults(rule, at, rankOf), ...cutPointFaults(rule, at, rankOf)]
        : [error(at, 'LEVELS_OF_SCALES', 'Its levels are of different scales: no competency has them all.')]),
  ];
}

const scaleFaults = ({ scale }: IndexedCompetency, at: string): readonly MappingFault[] =>
  scale.levels.some(({ minScore }) => minScore !== undefined)
    ? []
    : [
        error(
          `${at}/value`,
          'SCALE_WITHOUT_SCORES',
          `No level of the scale "${scale.id}" has a minScore, so no value reaches one. Give the rule a level, or the levels their minScore.`,
        ),
      ];

/** Every condition of a rule with its place. */
function everyCondition(condition: Condition, at: string): readonly (readonly [Condition, string])[] {
  return [
    [condition, at] as const,
    ...partsOf(condition).flatMap(([place, part]) => everyCondition(part, at + place)),
  ];
}

const conditionsOf = ({ when, across }: Rule, at: string) => [
  ...everyCondition(when, `${at}/when`),
  ...stepsOf(across).flatMap((step, i) =>
    everyCondition(step, `${at}/across/${across && 'allOf' in across ? 'allOf' : 'sequence'}/${i}`),
  ),
];

/** Sources and templates that a rule names, and that are not there. */
function nameFaults(rule: Rule, at: string, { sources, templateOf }: RuleFaultSurroundings) {
  const sourceFault = (source: string, pointer: string) =>
    sources.includes(source)
      ? []
      : [error(pointer, 'SOURCE_UNKNOWN', `There is no source "${source}". Add it first, or take it out.`)];
  const inConditions = conditionsOf(rule, at).flatMap(([condition, place]) => {
    if ('template' in condition)
      return templateOf(condition.template)
        ? []
        : [
            error(
              `${place}/template`,
              'TEMPLATE_UNKNOWN',
              `No profile of this mapping has a statement template "${condition.template}". Add its profile to profiles.`,
            ),
          ];
    if (!('field' in condition) || condition.field !== 'source') return [];
    const { op, value } = condition;
    if (op !== 'eq' && op !== 'ne' && op !== 'in') return [];
    return Array.isArray(value)
      ? value.flatMap((one, i) => sourceFault(String(one), `${place}/value/${i}`))
      : sourceFault(String(value), `${place}/value`);
  });
  return [
    ...(rule.sources ?? []).flatMap((source, i) => sourceFault(source, `${at}/sources/${i}`)),
    ...inConditions,
  ];
}

/** A rule that no statement can meet, or that can give nothing to any that meets it. */
function vainFaults(rule: Rule, at: string): readonly MappingFault[] {
  const opposed = contradictionIn(conditionOf(rule), '');
  if (opposed) {
    const [earlier, later] = opposed;
    return [
      warning(
        `${at}/when`,
        'RULE_NEVER_MATCHES',
        `No statement can meet this rule: ${textOf(earlier.condition)} and ${textOf(later.condition)} exclude each other.`,
      ),
    ];
  }
  const isProgress = literalsOf(rule.when).some(
    ({ condition }) =>
      'field' in condition &&
      condition.field === 'kind' &&
      condition.value === 'progress' &&
      condition.op === 'eq',
  );
  return isProgress && (rule.value.from !== 'none' || rule.level !== undefined)
    ? [
        warning(
          `${at}/value`,
          'PROGRESS_GIVES_NOTHING',
          'How far somebody has got is no attainment: a statement of progress gives no value and no level, whatever the rule says.',
        ),
      ]
    : [];
}
const textOf = (condition: Condition) => JSON.stringify(condition);

export function ruleFaults(rule: Rule, at: string, around: RuleFaultSurroundings): readonly MappingFault[] {
  const unanchored = error(
    `${at}/when`,
    'RULE_WITHOUT_ANCHOR',
    'This rule would have to be tried on every statement. Say on every path which verb, activity, type, context activity, kind, source, platform, template or text of an extension it is for, with eq or in.',
  );
  return [
    ...competencyFaults(rule, at, around.frameworks),
    ...polarityFaults(rule, at),
    ...nameFaults(rule, at, around),
    ...(anchorOf(conditionOf(rule), around.templateOf) ? vainFaults(rule, at) : [unanchored]),
  ];
}
