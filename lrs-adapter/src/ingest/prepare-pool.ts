// SPDX-License-Identifier: Apache-2.0
/** Large bodies are prepared in threads, so that the endpoint's event loop stays free; small ones here, for the way there is dearer. */
import { Piscina } from 'piscina';
import { largeBodyBytes, maxThreads, threadMemoryMb } from '../limits.ts';
import { ProblemError } from '../problem-error.ts';
import type { Contents } from './ingest.types.ts';
import { prepareBody, type PreparedBody, type SentBody } from './prepare-body.ts';
import type { Answer } from './prepare-worker.ts';

/** The built one, also when this runs from the source: a thread cannot load TypeScript. */
const worker = new URL('prepare-worker.js', import.meta.url).href.replace(
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

/** The bytes go to the thread without being copied, where nobody else has part of their memory. */
const toMove = ({ bytes: { buffer, byteLength } }: SentBody) =>
  buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];

/** Between threads a buffer becomes a plain array of bytes. */
const asBuffers = (contents: ReadonlyMap<string, Uint8Array> | null): Contents =>
  contents &&
  new Map(
    [...contents].map(([sha2, one]) => [sha2, Buffer.from(one.buffer, one.byteOffset, one.byteLength)]),
  );

export type Prepare = (sent: SentBody) => Promise<PreparedBody>;

/** The bytes of a large body are gone afterwards. Threads are made when there is something to do. */
export function createPreparing(): Prepare {
  let threads: Piscina<SentBody, Answer> | null = null;
  const inThread = async (sent: SentBody): Promise<PreparedBody> => {
    threads ??= new Piscina({
      filename: worker,
      minThreads: 0,
      maxThreads,
      idleTimeout: idleMs,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: threadMemoryMb },
    });
    const answer = await threads.run(sent, { transferList: toMove(sent) }).catch((error: unknown) => {
      throw isOutOfMemory(error) ? tooDear() : error;
    });
    if (answer.kind !== 'refused') return { ...answer, contents: asBuffers(answer.contents) };
    const { status, code, title, message, errors } = answer.refusal;
    throw new ProblemError(status, code, title, message, errors);
  };
  return (sent) => (sent.bytes.length > largeBodyBytes ? inThread(sent) : prepareBody(sent));
}
