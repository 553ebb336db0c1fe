// SPDX-License-Identifier: Apache-2.0
/** A change stream that is opened again when it breaks. */
import type { ChangeStreamDocument, Collection, Db, Document } from 'mongodb';

/** Pause before a broken change stream is opened again. */
const reopenMs = 1000;

export interface Changes {
  /** Resolves when the stream stands; a change after that is told. */
  readonly ready: Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * It ends when the database is away for long. What changed meanwhile is not told: `onReopened` says that there is something to
 * look at again.
 */
export function watchChanges(
  source: Db | Collection,
  pipeline: readonly Document[],
  onChange: (event: ChangeStreamDocument) => void,
  {
    fullDocument = false,
    onReopened,
  }: { readonly fullDocument?: boolean; readonly onReopened?: () => void } = {},
): Changes {
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  let standing: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => (standing = resolve));
  const open = () => {
    const stream = source.watch([...pipeline], fullDocument ? { fullDocument: 'updateLookup' } : {});
    stream.on('change', onChange);
    stream.on('error', () => {
      if (isClosed) return;
      timer = setTimeout(() => {
        current = open();
        onReopened?.();
      }, reopenMs);
    });
    // The server opens the stream with the first request for a batch; until then a change could slip by.
    stream.once('init', standing).once('resumeTokenChanged', standing);
    return stream;
  };
  let current = open();
  return {
    ready,
    stop: async () => {
      isClosed = true;
      clearTimeout(timer);
      standing();
      await current.close();
    },
  };
}
