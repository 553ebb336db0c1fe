// SPDX-License-Identifier: Apache-2.0
/** How far a phase is, told a few times a second, and how fast it went. */
import type { PreviewProgress } from './preview.types.ts';

const tellEveryMs = 200;

export function createProgress(
  phase: PreviewProgress['phase'],
  total: number,
  onProgress: (progress: PreviewProgress) => void,
) {
  const began = performance.now();
  let told = -Infinity;
  let done = 0;
  const seconds = () => (performance.now() - began) / 1000;
  const perSecond = () => (done === 0 ? null : done / Math.max(0.001, seconds()));
  const tell = () => {
    told = performance.now();
    const rate = perSecond();
    const secondsLeft = rate === null ? null : Math.max(0, Math.round((total - done) / rate));
    onProgress({ phase, done, total: Math.max(total, done), perSecond: rate, secondsLeft });
  };
  if (total > 0) tell();
  return {
    moved: (now: number) => {
      done = now;
      if (performance.now() - told >= tellEveryMs) tell();
    },
    seconds,
    perSecond,
  };
}
