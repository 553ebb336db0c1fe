// SPDX-License-Identifier: Apache-2.0
/** Large bodies are prepared in a thread, so that the endpoint's event loop stays free; small ones here, for the way there is dearer. */
import { largeBodyBytes } from '../limits.ts';
import type { ThreadPool } from '../threads/thread-pool.ts';
import type { Contents } from './ingest.types.ts';
import { prepareBody, type PreparedBody, type SentBody } from './prepare-body.ts';

/** The bytes go to the thread without being copied, where nobody else has part of their memory. */
const toMove = ({ bytes: { buffer, byteLength } }: SentBody): readonly ArrayBuffer[] =>
  buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];

/** Between threads a buffer becomes a plain array of bytes. */
const asBuffers = (contents: ReadonlyMap<string, Uint8Array> | null): Contents =>
  contents &&
  new Map(
    [...contents].map(([sha2, one]) => [sha2, Buffer.from(one.buffer, one.byteOffset, one.byteLength)]),
  );

export type Prepare = (sent: SentBody) => Promise<PreparedBody>;

/** The bytes of a large body are gone afterwards. */
export const createPreparing =
  (threads: ThreadPool): Prepare =>
  async (sent) => {
    if (sent.bytes.length <= largeBodyBytes) return prepareBody(sent);
    const body = await threads.run('prepare', sent, toMove(sent));
    return { ...body, contents: asBuffers(body.contents) };
  };
