// SPDX-License-Identifier: Apache-2.0
import type { SourceView } from '@cairn/api/contract';
import type { PullView } from '@cairn/api/pull';

const stateText: Readonly<Record<SourceView['state'], string>> = {
  silent: 'nothing came yet',
  active: 'active',
  failing: 'FAILING',
  paused: 'paused',
};

/** Good keys, the newest last. */
const keys = ({ credentials }: SourceView) =>
  credentials.filter(({ revokedAt, expiresAt }) => revokedAt === null && expiresAt === null);

const pullStateText: Readonly<Record<PullView['state'], string>> = {
  waiting: 'waiting',
  running: 'running',
  failing: 'FAILING',
  stopped: 'STOPPED',
  paused: 'paused',
};
const units = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
] as const;
/** 90 → "2 min". */
export function spanText(seconds: number): string {
  const unit = units.find(([, size]) => seconds >= size);
  return unit ? `${Math.round(seconds / unit[1])} ${unit[0]}` : `${Math.max(0, Math.round(seconds))} s`;
}
export function backfillText({ backfill: { endedAt, statements, share, secondsLeft } }: PullView): string {
  const part = share === null ? '' : ` (about ${Math.floor(share * 100)} %)`;
  const left = secondsLeft === null ? '' : `, about ${spanText(secondsLeft)} left`;
  return endedAt === null ? `from the beginning: ${statements} statements so far${part}${left}` : '';
}

const sizes = [
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
] as const;
const sizeText = (bytes: number) => {
  const size = sizes.find(([, unit]) => bytes >= unit);
  return size ? `${(bytes / size[1]).toFixed(1)} ${size[0]}` : `${bytes} bytes`;
};
const msText = (ms: number | null) => (ms === null ? '–' : `${ms < 10 ? ms : Math.round(ms)} ms`);
const codesNamed = 4;

/** What came yesterday and today, and why some was refused. */
export function latelyText(lately: SourceView['lately'], requestsAre: string): readonly string[] {
  if (!lately) return [];
  const { requests, bytes, stored, duplicates, conflicts, quarantined, refused, p50Ms, p99Ms } = lately;
  const ended = { stored, duplicates, conflicts, quarantined };
  const words = Object.entries(ended).flatMap(([name, n]) => (n > 0 ? [`${n} ${name}`] : []));
  const reasons = refused
    .slice(0, codesNamed)
    .map(({ code, requests: whole, statements }) => `${code} ${whole + statements}`);
  return [
    `  lately ${requests} ${requestsAre}, ${sizeText(bytes)}, p50 ${msText(p50Ms)}, p99 ${msText(p99Ms)}: ${words.join(', ') || 'no statements'}`,
    ...(reasons.length > 0
      ? [`    not taken: ${reasons.join(', ')}${refused.length > codesNamed ? ', …' : ''}`]
      : []),
  ];
}

/** How pulling goes: a line, and what is remarkable below it. */
export function pullLines(pull: PullView): readonly string[] {
  const { settings, state, lagSeconds, lastSuccessAt, lastError, failures, nextAt } = pull;
  const words = [
    lagSeconds === null ? 'nothing read yet' : `lag ${spanText(lagSeconds)}`,
    lastSuccessAt === null ? 'no success yet' : `last success ${lastSuccessAt}`,
    ...(nextAt === null ? [] : [`next ${nextAt}`]),
  ];
  const way = backfillText(pull);
  return [
    `  pulls ${settings.endpoint}  ${pullStateText[state]}  ${words.join(', ')}`,
    ...(way === '' ? [] : [`    ${way}`]),
    ...latelyText(pull.lately, 'pages'),
    ...(lastError && (failures > 0 || state === 'stopped')
      ? [`    ${lastError.at}: ${lastError.code}: ${lastError.message}`]
      : []),
  ];
}

const fullText =
  ': FULL. Nothing more that cannot be stored is taken until some of it is tried again or dropped ("cairn quarantine")';

function linesOf(view: SourceView): readonly string[] {
  const { id, preset, dialect, statements, lastStatementAt, quarantined, isQuarantineFull } = view;
  const { lastFault, state } = view;
  const last = lastStatementAt === null ? '' : `, last ${lastStatementAt}`;
  return [
    `${id}  ${stateText[state]}  ${preset} (${dialect})  ${statements} statements${last}`,
    ...(quarantined > 0 ? [`  ${quarantined} in quarantine${isQuarantineFull ? fullText : ''}`] : []),
    ...(state === 'failing' && lastFault && lastFault.inARow > 0
      ? [
          `  ${lastFault.inARow} bad requests in a row, last ${lastFault.at}: ${lastFault.code}: ${lastFault.message}`,
        ]
      : []),
    ...latelyText(view.lately, 'requests'),
    ...(view.pull ? pullLines(view.pull) : []),
    ...keys(view).map(
      ({ key, lastUsedAt }) =>
        `  key ${key}  ${lastUsedAt === null ? 'never used' : `last used ${lastUsedAt}`}`,
    ),
  ];
}

/** Sources as people read them: a line each, and what is remarkable below it. */
export const listText = (views: readonly SourceView[]): string => views.flatMap(linesOf).join('\n');
