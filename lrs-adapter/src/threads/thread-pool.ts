// SPDX-License-Identifier: Apache-2.0
/** Threads for large bodies, so that the endpoint's event loop stays free. They are made when there is something to do. */
import { Piscina } from 'piscina';
import { maxThreads, threadMemoryMb } from '../limits.ts';
import { ProblemError } from '../problem-error.ts';
import type * as worker from './worker.ts';

type Jobs = typeof worker;
type TaskOf<Job extends keyof Jobs> = Parameters<Jobs[Job]>[0];
type AnswerOf<Job extends keyof Jobs> = Awaited<ReturnType<Jobs[Job]>>;
type ResultOf<Job extends keyof Jobs> = Extract<AnswerOf<Job>, { kind: 'done' }>['result'];

export interface ThreadPool {
  /** `moved`: memory that goes there without being copied, and is gone here. @throws {ProblemError} what the job threw, or 413. */
  readonly run: <Job extends keyof Jobs>(
    job: Job,
    task: TaskOf<Job>,
    moved?: readonly ArrayBuffer[],
  ) => Promise<ResultOf<Job>>;
}

/** The built one, also when this runs from the source: a thread cannot load TypeScript. */
const filename = new URL('worker.js', import.meta.url).href.replace(
  '/lrs-adapter/src/',
  '/lrs-adapter/dist/',
);
/** They end when they have had nothing to do for so long. */
const idleMs = 30_000;

const tooDear = () =>
  new ProblemError(
    413,
    'BODY_TOO_DEAR',
    'The body takes too much memory',
    'It is within the limits, but what it holds is too much for one request. Send it in parts.',
  );
const isOutOfMemory = (error: unknown) =>
  error instanceof Error && Reflect.get(error, 'code') === 'ERR_WORKER_OUT_OF_MEMORY';

export function createThreadPool(): ThreadPool {
  let threads: Piscina | null = null;
  return {
    run: async <Job extends keyof Jobs>(job: Job, task: TaskOf<Job>, moved: readonly ArrayBuffer[] = []) => {
      threads ??= new Piscina({
        filename,
        minThreads: 0,
        maxThreads,
        idleTimeout: idleMs,
        execArgv: [],
        resourceLimits: { maxOldGenerationSizeMb: threadMemoryMb },
      });
      const answer = await (
        threads.run(task, { name: job, transferList: [...moved] }) as Promise<AnswerOf<Job>>
      ).catch((error: unknown) => {
        throw isOutOfMemory(error) ? tooDear() : error;
      });
      if (answer.kind === 'done') return answer.result;
      const { status, code, title, message, errors } = answer.refusal;
      throw new ProblemError(status, code, title, message, errors);
    },
  };
}
