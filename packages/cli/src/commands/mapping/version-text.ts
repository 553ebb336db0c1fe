// SPDX-License-Identifier: Apache-2.0
/** A version in one line or a few: for people. */
import type { recordView } from '@cairn/server';
import type { Waited } from './wait-until-in-force.ts';

type Version = ReturnType<typeof recordView>;

const counted = (list: readonly string[], word: string) =>
  list.length === 0 ? '' : `${list.length} ${word}`;

function changesText({ changes }: Version): string {
  if (!changes) return '';
  const { added, changed, removed } = changes;
  const parts = [counted(added, 'added'), counted(changed, 'changed'), counted(removed, 'removed')];
  const some = parts.filter((part) => part !== '');
  return some.length === 0 ? 'no rule changed' : `rules: ${some.join(', ')}`;
}
const stateText = ({ state, inForceAt, cancelledAt, cancelledBy, build }: Version): string =>
  ({
    building: `being built: ${build?.read ?? 0} of ${build?.total ?? '?'} statements read`,
    current: `in force since ${inForceAt}`,
    past: `was in force from ${inForceAt}`,
    cancelled: `cancelled ${cancelledAt} by ${cancelledBy}`,
  })[state];

export const versionText = (version: Version): string =>
  [
    version.version.padStart(4),
    stateText(version),
    `published ${version.publishedAt} by ${version.publishedBy}`,
    version.rolledBackTo === null ? '' : `back to version ${version.rolledBackTo}`,
    changesText(version),
    ...version.off.map(({ rule, reason }) => `rule ${rule} is switched off: ${reason}`),
  ]
    .filter((part) => part !== '')
    .join('  ');

export function waitedText(version: Waited): string {
  const name = `Version ${version.version}`;
  if (version.isForsaken)
    return `${name} is published, but no processor runs to build it. Start one: "cairn start" or "cairn process".`;
  if (version.state === 'building')
    return `${name} is being built, and comes into force by itself. See "cairn mapping history".`;
  if (version.state === 'cancelled') return `${name} was cancelled by ${version.cancelledBy ?? 'somebody'}.`;
  return `${name} is in force. ${changesText(version)}`.trim();
}
