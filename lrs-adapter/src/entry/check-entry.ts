// SPDX-License-Identifier: Apache-2.0
/** An entry against the policy in force: everything that would keep it from ever counting is said before it is stored. Pure. */
import type { CompiledPolicy } from '@cairn/engine';
import type { IndexedCompetency, Scale } from '@cairn/frameworks';
import type { Entry, EntryFault } from './entry.types.ts';

const fault = (field: string, code: string, message: string): EntryFault => ({
  pointer: `/${field}`,
  code,
  message,
});
/** Whoever enters may sit in another time zone, or have a clock of their own. */
const toleranceMs = 86_400_000;
const earliest = Date.UTC(1950, 0, 1);

const levelNames = ({ levels }: Scale) => levels.map(({ id }) => id).join(', ');

function levelFaults(
  { level, value, isShown }: Entry,
  { competency, scale }: IndexedCompetency,
): readonly EntryFault[] {
  if (!isShown)
    return level === null && value === null
      ? []
      : [fault('shown', 'SHOWN_NOTHING', 'What was not shown has neither level nor value. Leave them out.')];
  if (level !== null && value !== null)
    return [fault('value', 'LEVEL_OR_VALUE', 'Give a level or a value, not both.')];
  if (level !== null && !scale.levels.some(({ id }) => id === level))
    return [
      fault(
        'level',
        'LEVEL_UNKNOWN',
        `The scale of "${competency.id}" has no level "${level}". It has: ${levelNames(scale)}.`,
      ),
    ];
  if (value !== null && !scale.levels.some(({ minScore }) => minScore !== undefined))
    return [
      fault(
        'value',
        'SCALE_WITHOUT_SCORES',
        `No value reaches a level of "${competency.id}": its scale has no scores. Give a level: ${levelNames(scale)}.`,
      ),
    ];
  return level === null && value === null && !scale.levels.some(({ proficient }) => proficient)
    ? [
        fault(
          'level',
          'LEVEL_MISSING',
          `Say which level of "${competency.id}" it shows: ${levelNames(scale)}.`,
        ),
      ]
    : [];
}

function competencyFaults(entry: Entry, { frameworks }: CompiledPolicy): readonly EntryFault[] {
  const found = frameworks.find(entry.competencyId);
  if (!found)
    return [
      fault(
        'competency',
        'COMPETENCY_UNKNOWN',
        `No framework in force has a competency "${entry.competencyId}".`,
      ),
    ];
  if (found.competency.kind === 'group')
    return [
      fault(
        'competency',
        'COMPETENCY_IS_GROUP',
        `"${entry.competencyId}" is a group of competencies. Name those in it that were shown.`,
      ),
    ];
  return levelFaults(entry, found);
}

function timeFaults({ occurredAt, expiresAt }: Entry, now: number): readonly EntryFault[] {
  if (occurredAt > now + toleranceMs)
    return [fault('occurredAt', 'IN_THE_FUTURE', 'It lies ahead. Enter it when it has happened.')];
  if (occurredAt < earliest)
    return [fault('occurredAt', 'TOO_LONG_AGO', 'It lies before 1950: most likely the year is mistyped.')];
  return expiresAt !== null && expiresAt <= occurredAt
    ? [fault('expiresAt', 'ENDS_BEFORE_IT_BEGINS', 'It ends before it begins: the two dates may be swapped.')]
    : [];
}

/** [] when it would count. `now`: ms since the epoch. */
export const entryFaults = (entry: Entry, policy: CompiledPolicy, now: number): readonly EntryFault[] => [
  ...competencyFaults(entry, policy),
  ...timeFaults(entry, now),
];

/** What it shows when it names neither level nor value: that its holder is competent, and no more. */
export function withLevel(entry: Entry, { frameworks }: CompiledPolicy): Entry {
  if (!entry.isShown || entry.level !== null || entry.value !== null) return entry;
  const levels = frameworks.find(entry.competencyId)?.scale.levels ?? [];
  return { ...entry, level: levels.find(({ proficient }) => proficient)?.id ?? null };
}
