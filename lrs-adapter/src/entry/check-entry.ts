// SPDX-License-Identifier: Apache-2.0
/** An entry against the policy in force: everything that would keep it from ever counting is said before it is stored. Pure. */
import type { CompiledPolicy } from '@cairn/engine';
import type { IndexedCompetency, Scale } from '@cairn/frameworks';
import type { Entry, EntryDraft, EntryFault } from './entry.types.ts';

const fault = (field: string, code: string, message: string): EntryFault => ({
  pointer: `/${field}`,
  code,
  message,
});
/** Whoever enters may sit in another time zone, or have a clock of their own. */
const toleranceMs = 86_400_000;
const earliest = Date.UTC(1950, 0, 1);

const levelNames = ({ levels }: Scale) => levels.map(({ id }) => id).join(', ');

/** What is wrong whatever the competency is. */
function measureFaults({ level, value, isShown }: EntryDraft): readonly EntryFault[] {
  if (!isShown)
    return level === null && value === null
      ? []
      : [fault('shown', 'SHOWN_NOTHING', 'What was not shown has neither level nor value. Leave them out.')];
  return level !== null && value !== null
    ? [fault('value', 'LEVEL_OR_VALUE', 'Give a level or a value, not both.')]
    : [];
}

function levelFaults(
  { level, value, isShown }: EntryDraft,
  { competency, scale }: IndexedCompetency,
): readonly EntryFault[] {
  if (!isShown) return [];
  if (level !== null)
    return scale.levels.some(({ id }) => id === level)
      ? []
      : [
          fault(
            'level',
            'LEVEL_UNKNOWN',
            `The scale of "${competency.id}" has no level "${level}". It has: ${levelNames(scale)}.`,
          ),
        ];
  if (typeof value === 'number' && !scale.levels.some(({ minScore }) => minScore !== undefined))
    return [
      fault(
        'value',
        'SCALE_WITHOUT_SCORES',
        `No value reaches a level of "${competency.id}": its scale has no scores. Give a level: ${levelNames(scale)}.`,
      ),
    ];
  return value === null && !scale.levels.some(({ proficient }) => proficient)
    ? [
        fault(
          'level',
          'LEVEL_MISSING',
          `Say which level of "${competency.id}" it shows: ${levelNames(scale)}.`,
        ),
      ]
    : [];
}

/** Where the competency is not known, so is its scale: only a level that there is nowhere is surely wrong. */
function anyLevelFaults(
  { level, isShown }: EntryDraft,
  { frameworks }: CompiledPolicy,
): readonly EntryFault[] {
  const isLevel = frameworks.frameworks.some(({ scales }) =>
    scales.some(({ levels }) => levels.some(({ id }) => id === level)),
  );
  return level === null || !isShown || isLevel
    ? []
    : [fault('level', 'LEVEL_UNKNOWN', `No scale in force has a level "${level}".`)];
}

export const groupMessage = (name: string) =>
  `"${name}" is a group of competencies. Name those in it that were shown.`;

function competencyFaults(entry: EntryDraft, policy: CompiledPolicy): readonly EntryFault[] {
  const { competencyId } = entry;
  if (competencyId === undefined) return anyLevelFaults(entry, policy);
  const found = policy.frameworks.find(competencyId);
  if (!found)
    return [
      fault('competency', 'COMPETENCY_UNKNOWN', `No framework in force has a competency "${competencyId}".`),
      ...anyLevelFaults(entry, policy),
    ];
  return found.competency.kind === 'group'
    ? [
        fault('competency', 'COMPETENCY_IS_GROUP', groupMessage(competencyId)),
        ...anyLevelFaults(entry, policy),
      ]
    : levelFaults(entry, found);
}

function beginFaults(occurredAt: number, now: number): readonly EntryFault[] {
  if (occurredAt > now + toleranceMs)
    return [fault('occurredAt', 'IN_THE_FUTURE', 'It lies ahead. Enter it when it has happened.')];
  return occurredAt < earliest
    ? [fault('occurredAt', 'TOO_LONG_AGO', 'It lies before 1950: most likely the year is mistyped.')]
    : [];
}
function timeFaults({ occurredAt, expiresAt }: EntryDraft, now: number): readonly EntryFault[] {
  if (occurredAt === undefined) return [];
  const isSwapped = typeof expiresAt === 'number' && expiresAt <= occurredAt;
  return [
    ...beginFaults(occurredAt, now),
    ...(isSwapped
      ? [
          fault(
            'expiresAt',
            'ENDS_BEFORE_IT_BEGINS',
            'It ends before it begins: the two dates may be swapped.',
          ),
        ]
      : []),
  ];
}

/** [] when it would count. `now`: ms since the epoch. */
export const entryFaults = (
  entry: EntryDraft,
  policy: CompiledPolicy,
  now: number,
): readonly EntryFault[] => [
  ...measureFaults(entry),
  ...competencyFaults(entry, policy),
  ...timeFaults(entry, now),
];

/** What it shows when it names neither level nor value: that its holder is competent, and no more. */
export function withLevel(entry: Entry, { frameworks }: CompiledPolicy): Entry {
  if (!entry.isShown || entry.level !== null || entry.value !== null) return entry;
  const levels = frameworks.find(entry.competencyId)?.scale.levels ?? [];
  return { ...entry, level: levels.find(({ proficient }) => proficient)?.id ?? null };
}
