// SPDX-License-Identifier: Apache-2.0
/** What a file or a version changes, for people at a terminal. */
import type { FrameworkDiff, Text } from '@cairn/frameworks';

/** Of each kind so many are named; `--json` has them all. */
const mostNamed = 20;

const inWords = (text: Text) => text['en'] ?? Object.values(text)[0] ?? '';
interface Named {
  readonly id: string;
  readonly code: string;
  readonly label: Text;
}
const nameOf = ({ id, code, label }: Named) => `${code}  ${inWords(label)}${code === id ? '' : `  (${id})`}`;

function section<T>(
  title: string,
  list: readonly T[],
  linesOf: (one: T) => readonly string[],
): readonly string[] {
  if (list.length === 0) return [];
  const beyond = list.length - mostNamed;
  return [
    `${title}: ${list.length.toLocaleString('en')}`,
    ...list.slice(0, mostNamed).flatMap((one) => linesOf(one).map((line) => `  ${line}`)),
    ...(beyond > 0 ? [`  … and ${beyond.toLocaleString('en')} more`] : []),
  ];
}
const words = ({ before, after }: { readonly before: Text; readonly after: Text }) => [
  `  was:  ${inWords(before)}`,
  `  is:   ${inWords(after)}`,
];
const evidenceWords = {
  none: 'its evidence does not count for it',
  carry: 'its evidence counts for it',
  'carry-capped': 'its evidence counts for it as less than proficient',
} as const;

const listOf = (ids: readonly string[]) => (ids.length === 0 ? 'the top' : ids.join(', '));

export function diffText(diff: FrameworkDiff): readonly string[] {
  const { framework, relations } = diff;
  return [
    diff.isNew ? `Framework ${diff.frameworkId} is new.` : `Framework ${diff.frameworkId}`,
    ...section('Added', diff.added, (one) => [nameOf(one)]),
    ...section('Reworded', diff.reworded, (one) => [nameOf(one), ...words(one)]),
    ...section('Meaning changed', diff.meaningChanged, (one) => [
      `${nameOf(one)} (${one.because})`,
      ...words(one),
      `  new:  ${one.replacedBy}; ${evidenceWords[one.evidence]}`,
    ]),
    ...section('Moved', diff.moved, (one) => [
      `${nameOf(one)}: from ${listOf(one.from)} to ${listOf(one.to)}`,
    ]),
    ...section('Changed otherwise', diff.changed, (one) => [`${nameOf(one)}: ${one.fields.join(', ')}`]),
    ...section('Removed', diff.removed, (one) => [
      `${nameOf(one)}${one.isDeleted ? ', deleted' : ', kept as deprecated'}`,
    ]),
    ...section('Of the framework itself', framework, ({ field }) => [field]),
    ...section('Relations added', relations.added, ({ type, origin, destination }) => [
      `${origin} ${type} ${destination}`,
    ]),
    ...section('Relations removed', relations.removed, ({ type, origin, destination }) => [
      `${origin} ${type} ${destination}`,
    ]),
    `Unchanged: ${diff.unchanged.toLocaleString('en')}`,
  ];
}
