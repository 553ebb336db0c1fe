// SPDX-License-Identifier: Apache-2.0
/** How pulling of a source goes, for the API, the console and the command line alike. */
import type { PullView } from '@cairn/api/pull';
import { backfillEstimate, cursorOfPull, pullLagMs } from '@cairn/lrs-adapter';
import type { Pull, Source, SourceFigures } from '@cairn/store';
import { figuresView } from './figures-view.ts';

const iso = (ms: number) => new Date(ms).toISOString();
const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms));
const seconds = (ms: number | null) => (ms === null ? null : Math.round(ms / 1000));

function stateOf({ stoppedAt, isRunning, failures }: Pull, { pausedAt }: Source): PullView['state'] {
  if (pausedAt !== null) return 'paused';
  if (stoppedAt !== null) return 'stopped';
  if (failures > 0) return 'failing';
  return isRunning ? 'running' : 'waiting';
}

export interface PullSeen {
  readonly pull: Pull;
  readonly lately: SourceFigures | undefined;
}

/** `now`: ms since the epoch. */
export function pullView({ pull, lately }: PullSeen, source: Source, now: number): PullView {
  const { settings, lastError, failures, backfill, skewMs, counts } = pull;
  const state = stateOf(pull, source);
  const { share, leftMs } = backfillEstimate(backfill, now);
  return {
    settings: { ...settings, verbs: [...settings.verbs] },
    state,
    lagSeconds: seconds(pullLagMs(pull, now)),
    cursor: isoOrNull(cursorOfPull(pull)),
    lastSuccessAt: isoOrNull(pull.lastSuccessAt),
    lastError: lastError && { ...lastError, at: iso(lastError.at) },
    failures,
    nextAt: state === 'stopped' || state === 'paused' ? null : iso(pull.nextAt),
    skewSeconds: seconds(skewMs),
    backfill: {
      startedAt: iso(backfill.startedAt),
      endedAt: isoOrNull(backfill.endedAt),
      statements: backfill.statements,
      share,
      secondsLeft: seconds(leftMs),
    },
    counts,
    lately: lately ? figuresView(lately) : null,
  };
}
