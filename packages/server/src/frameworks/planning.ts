// SPDX-License-Identifier: Apache-2.0
/** A large file, or one for a large policy, is read in a thread of its own, so that the server answers others meanwhile. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { ProblemError } from '@cairn/lrs-adapter';
import { type PlannedPolicy, planUpload, type UploadTask } from './plan-upload.ts';

/** The built one, also when this runs from the source: a thread cannot load TypeScript. */
const worker = new URL(
  new URL('plan-worker.js', import.meta.url).href.replace('/packages/server/src/', '/packages/server/dist/'),
);
const largeBytes = 256 * 1024;
const largeCompetencies = 1000;
/** A package of 100 MB needs some 700 MB while it is read. */
const memoryMb = 1500;

/** One at a time: two of them together could be the end of the process. */
let last: Promise<unknown> = Promise.resolve();

/** The bytes go to the thread without being copied, where nobody else has part of their memory. */
const toMove = ({ bytes: { buffer, byteLength } }: UploadTask) =>
  buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];

async function inThread(task: UploadTask): Promise<PlannedPolicy> {
  const thread = new Worker(worker, {
    workerData: task,
    transferList: toMove(task),
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  try {
    const [answer] = (await once(thread, 'message')) as [PlannedPolicy];
    return answer;
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ERR_WORKER_OUT_OF_MEMORY')
      throw new ProblemError(
        413,
        'BODY_TOO_DEAR',
        'The file takes too much memory',
        'It is within the limits, but what it holds is too much at once. Import it on the command line.',
      );
    throw error;
  } finally {
    await thread.terminate();
  }
}

export async function planFile(task: UploadTask): Promise<PlannedPolicy> {
  const competencies = task.policy?.frameworks.reduce((sum, one) => sum + one.competencies.length, 0) ?? 0;
  if (task.bytes.length <= largeBytes && competencies <= largeCompetencies) return planUpload(task);
  const mine = last.then(
    () => inThread(task),
    () => inThread(task),
  );
  last = mine;
  return mine;
}
