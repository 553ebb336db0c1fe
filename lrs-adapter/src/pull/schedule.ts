// SPDX-License-Identifier: Apache-2.0
/** Schedules as node-cron reads them: five fields, or six with the seconds first. Times of day are UTC, wherever a runner stands. */
import { createTask, validate } from 'node-cron';

export const isSchedule = (expression: string): boolean => validate(expression);

/** ms until the next time of a schedule. */
export function untilNext(expression: string): number {
  const task = createTask(expression, () => undefined, { timezone: 'UTC' });
  try {
    const [next] = task.getNextRuns(1);
    if (!next) throw new Error(`the schedule ${expression} never comes`);
    return Math.max(0, next.getTime() - Date.now());
  } finally {
    void task.destroy();
  }
}
