// SPDX-License-Identifier: Apache-2.0
import type { SourceView } from '@cairn/api/contract';

const stateText: Readonly<Record<SourceView['state'], string>> = {
  silent: 'nothing came yet',
  active: 'active',
  failing: 'FAILING',
  paused: 'paused',
};

/** Good keys, the newest last. */
const keys = ({ credentials }: SourceView) =>
  credentials.filter(({ revokedAt, expiresAt }) => revokedAt === null && expiresAt === null);

function linesOf(view: SourceView): readonly string[] {
  const { id, preset, dialect, statements, lastStatementAt, quarantined, lastFault, state } = view;
  const last = lastStatementAt === null ? '' : `, last ${lastStatementAt}`;
  return [
    `${id}  ${stateText[state]}  ${preset} (${dialect})  ${statements} statements${last}`,
    ...(quarantined > 0 ? [`  ${quarantined} in quarantine`] : []),
    ...(state === 'failing' && lastFault
      ? [
          `  ${lastFault.inARow} bad requests in a row, last ${lastFault.at}: ${lastFault.code}: ${lastFault.message}`,
        ]
      : []),
    ...keys(view).map(
      ({ key, lastUsedAt }) =>
        `  key ${key}  ${lastUsedAt === null ? 'never used' : `last used ${lastUsedAt}`}`,
    ),
  ];
}

/** Sources as people read them: a line each, and what is remarkable below it. */
export const listText = (views: readonly SourceView[]): string => views.flatMap(linesOf).join('\n');
