// SPDX-License-Identifier: Apache-2.0
/**
 * The body's bytes, whatever their type. One that is too large, or does not fit into what this process holds at a time, is refused
 * before it is read when it says its length, else as soon as it shows.
 */
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Request, RequestHandler, Response } from 'express';
import { largeBodyBytes, maxBodyBytes, retryAfterSeconds, slowest as usualSlowest } from '../limits.ts';
import { ProblemError } from '../problem-error.ts';
import { type Slowest, watchArrival } from './arriving.ts';
import type { Hold } from './byte-budget.ts';
import { sourceOf } from './guard.ts';
import { noteReceived } from './measuring.ts';
import { bodyTooLarge, brokenEncoding, notWhole, unknownEncoding } from './problems.ts';

const unpackers: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};
const isPlain = (encoding: string) => encoding === '' || encoding === 'identity';

function full(response: Response): ProblemError {
  response.set('Retry-After', String(retryAfterSeconds.budget));
  return new ProblemError(
    429,
    'BODIES_TOO_LARGE',
    'Too much is being received',
    'Other requests fill the memory that there is for bodies, or your own fill the part of it that is for one source. Nothing of this one was stored. Send it again when Retry-After says, or in smaller parts.',
  );
}
const tooSlow = () =>
  new ProblemError(
    408,
    'BODY_TOO_SLOW',
    'The body comes too slowly',
    'It holds memory that others need, and hardly any of it came in the last seconds. Nothing of it was stored. Send it again, over a faster connection or in smaller parts.',
  );

/**
 * The rest of a refused body is thrown away as it comes. Where it may be endless, or its sender waits to be asked for it, the
 * connection ends with the answer instead; so it does where next to nothing of it comes.
 */
function letGo(request: Request, response: Response, isSlow: boolean): void {
  const { expect, 'content-length': length } = request.headers;
  if (isSlow || expect !== undefined || !(Number(length) <= 2 * maxBodyBytes))
    response.set('Connection', 'close');
  if (expect === undefined) request.resume();
}

export interface Reading {
  readonly request: Request;
  readonly response: Response;
  readonly hold: Hold;
  readonly maxBytes: number;
  /** Its sender is not known yet: nothing is held for what has not come. */
  readonly isUnknown?: boolean;
  readonly slowest?: Slowest;
}

/** @throws {ProblemError} 413, 429, or 400 when it breaks off or cannot be unpacked. */
function collect(
  { request, response, hold, maxBytes, isUnknown = false, slowest = usualSlowest }: Reading,
  unpacker: Transform | null,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const stream: Readable = unpacker ? request.pipe(unpacker) : request;
  const promised = isUnknown ? 0 : declared(request, unpacker);
  let [bytes, held] = [0, promised];
  let endWatch: (() => void) | null = null;
  return new Promise<Buffer>((resolve, reject) => {
    // Most are small, say so, and are here at once.
    if (promised === 0 || promised > largeBodyBytes)
      endWatch = watchArrival(slowest, { arrived: () => ({ bytes, held }), isStrict: isUnknown }, () =>
        reject(tooSlow()),
      );
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      held = Math.max(bytes, promised);
      if (bytes > maxBytes) reject(bodyTooLarge(maxBytes));
      else if (hold.growTo(held)) chunks.push(chunk);
      else reject(full(response));
    });
    stream.once('end', () => {
      // A buffer of its own, which can go to another thread without being copied.
      const whole = Buffer.from(new ArrayBuffer(bytes));
      let at = 0;
      for (const chunk of chunks) at += chunk.copy(whole, at);
      resolve(whole);
    });
    request.once('error', () => reject(notWhole()));
    request.once('close', () => request.complete || reject(notWhole()));
    unpacker?.once('error', () => reject(brokenEncoding()));
  }).finally(() => {
    endWatch?.();
    stream.removeAllListeners('data');
    chunks.length = 0;
    if (unpacker) {
      request.unpipe(unpacker);
      unpacker.destroy();
    }
  });
}

/** What the header says, of a body that is not packed; else nothing is known before. */
const declared = (request: Request, unpacker: Transform | null): number =>
  unpacker ? 0 : Number(request.headers['content-length'] ?? 0);

async function read(reading: Reading): Promise<Buffer> {
  const { request, response, hold, maxBytes, isUnknown } = reading;
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? '';
  const unpack = isPlain(encoding) ? undefined : unpackers[encoding];
  if (!isPlain(encoding) && !unpack) throw unknownEncoding();
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw bodyTooLarge(maxBytes);
  const unpacker = unpack?.() ?? null;
  if (isUnknown !== true && !hold.growTo(declared(request, unpacker))) throw full(response);
  return collect(reading, unpacker);
}

const hasBody = ({ headers }: Request) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Sets the request's body; what it holds is free again when the answer is out. */
export async function takeBody(reading: Reading): Promise<void> {
  const { request, response, hold } = reading;
  if (!hasBody(request)) return;
  response.once('close', hold.release);
  try {
    const body = await read(reading);
    noteReceived(request, body.length);
    request.body = body;
  } catch (error) {
    hold.release();
    letGo(request, response, error instanceof ProblemError && error.status === 408);
    throw error;
  }
}

/** `open`: for a source, by its id. */
export const readBody =
  (open: (who: string) => Hold, slowest: Slowest = usualSlowest): RequestHandler =>
  async (request, response, next) => {
    if (!Buffer.isBuffer(request.body)) {
      const hold = open(sourceOf(request).id);
      await takeBody({ request, response, hold, maxBytes: maxBodyBytes, slowest });
    }
    next();
  };
