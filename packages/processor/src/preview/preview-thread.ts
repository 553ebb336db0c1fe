// SPDX-License-Identifier: Apache-2.0
/** A preview in a thread of its own, with a connection of its own, so that whoever asks goes on meanwhile. */
import { Worker } from 'node:worker_threads';
import type { PolicyContent } from '@cairn/store';
import type { PreviewOptions } from './preview.ts';
import type { Preview, PreviewProgress } from './preview.types.ts';

export interface PreviewThreadData {
  readonly uri: string;
  readonly database: string | undefined;
  readonly draft: PolicyContent;
}
/** What the thread tells. */
export type PreviewMessage =
  { readonly progress: PreviewProgress } | { readonly preview: Preview } | { readonly error: Error };
/** Runs a preview somewhere. @throws what `signal` was aborted with. */
export type RunPreview = (
  draft: PolicyContent,
  options: Pick<PreviewOptions, 'onProgress' | 'signal'>,
) => Promise<Preview>;

/** The built one, also when this runs from the source: a thread cannot load TypeScript. */
const entry = new URL('preview-worker.js', import.meta.url).href.replace(
  '/processor/src/',
  '/processor/dist/',
);
/** Of JavaScript's own memory; it holds the people concerned and a part of their evidence, no history. */
const threadMemoryMb = 1024;

/** @param place of the database to read. */
export const previewInThread =
  ({ uri, database }: { readonly uri: string; readonly database?: string | undefined }): RunPreview =>
  async (draft, { onProgress, signal }) => {
    signal?.throwIfAborted();
    const data: PreviewThreadData = { uri, database, draft };
    const worker = new Worker(new URL(entry), {
      workerData: data,
      // Of a test run from the source they would lead away from what is built.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: threadMemoryMb },
    });
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    const stop = () => void worker.terminate();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      return await new Promise<Preview>((resolve, reject) => {
        worker.on('message', (message: PreviewMessage) => {
          if ('progress' in message) onProgress?.(message.progress);
          else if ('preview' in message) resolve(message.preview);
          else reject(message.error);
        });
        worker.once('error', reject);
        worker.once('exit', () =>
          reject(
            signal?.aborted ? (signal.reason as Error) : new Error('the preview ended before it was done'),
          ),
        );
      });
    } finally {
      signal?.removeEventListener('abort', stop);
      await worker.terminate();
      await ended;
    }
  };
