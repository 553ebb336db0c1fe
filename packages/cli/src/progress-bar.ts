// SPDX-License-Identifier: Apache-2.0
/** How far something is that processors do: on a terminal a bar, else a line now and then. Always beside the output, never in it. */
import cliProgress from 'cli-progress';
import { spanText } from './commands/source/list-text.ts';

export interface Progress {
  readonly done: number;
  /** null: not known yet. */
  readonly total: number | null;
  readonly perSecond: number | null;
  readonly secondsLeft: number | null;
  readonly what: string;
}
export interface ProgressBar {
  readonly show: (progress: Progress) => void;
  readonly end: () => void;
}
const lineEveryMs = 10_000;

const pace = ({ perSecond, secondsLeft }: Progress) =>
  [
    perSecond === null ? '' : `${Math.round(perSecond).toLocaleString('en')}/s`,
    secondsLeft === null ? '' : `${spanText(secondsLeft)} left`,
  ]
    .filter((part) => part !== '')
    .join(', ');

/** What is written to, and whether somebody sits before it. */
export type Terminal = Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;

function lines(terminal: Terminal): ProgressBar {
  let last = -Infinity;
  let told: string | null = null;
  return {
    show: (progress) => {
      const { done, total, what } = progress;
      if (what === told && performance.now() - last < lineEveryMs) return;
      last = performance.now();
      told = what;
      terminal.write(`${`${what}: ${done} of ${total ?? '?'}  ${pace(progress)}`.trimEnd()}\n`);
    },
    end: () => undefined,
  };
}

export function createProgressBar(terminal: Terminal = process.stderr): ProgressBar {
  if (!terminal.isTTY) return lines(terminal);
  const bar = new cliProgress.SingleBar(
    {
      format: '{what} [{bar}] {value} of {total}  {pace}',
      stream: terminal as NodeJS.WriteStream,
      hideCursor: true,
    },
    cliProgress.Presets.shades_classic,
  );
  let isStarted = false;
  return {
    show: (progress) => {
      const { done, total, what } = progress;
      const payload = { what, pace: pace(progress) };
      if (!isStarted) bar.start(total ?? 0, done, payload);
      isStarted = true;
      bar.setTotal(Math.max(total ?? 0, done));
      bar.update(done, payload);
    },
    end: () => {
      if (isStarted) bar.stop();
    },
  };
}
