// SPDX-License-Identifier: Apache-2.0
/** `mappings/check` and `mappings/preview`: what a draft is worth before anybody publishes it. */
import { once } from 'node:events';
import type { draftRequestSchema } from '@cairn/api/contract';
import type { Response } from 'express';
import type { z } from 'zod';
import {
  draftRefused,
  faultView,
  readDraft,
  readDraftText,
  type ReadDraft,
} from '../../drafts/read-draft.ts';
import { previewView } from '../../views/preview-view.ts';
import type { ApiContext, Handler } from '../context.ts';
import { whoIs } from './policies.ts';

/** Long answers are taken at the reader's pace, and end with the reader. */
async function writeLine(response: Response, line: unknown): Promise<void> {
  if (response.destroyed || response.write(`${JSON.stringify(line)}\n`)) return;
  await Promise.race([once(response, 'drain'), once(response, 'close')]);
}

async function draftOf({ body, services: { store } }: ApiContext): Promise<ReadDraft> {
  const input = body as z.output<typeof draftRequestSchema>;
  const sources = (await store.sources.list()).map(({ id }) => id);
  return 'text' in input ? readDraftText(input.text, sources) : readDraft(input, sources);
}

export const checkMapping: Handler = async (context) => {
  const read = await draftOf(context);
  return { ok: read.ok, faults: (read.ok ? read.warnings : read.faults).map(faultView) };
};

export const previewMapping: Handler = async (context) => {
  const { response, services } = context;
  const { run, end } = services.previews.begin();
  const hungUp = new AbortController();
  response.once('close', () => hungUp.abort(new Error('the client has hung up')));
  try {
    const read = await draftOf(context);
    if (!read.ok) throw draftRefused(read.faults);
    response.type('application/x-ndjson');
    response.flushHeaders();
    const draft = { ...read.draft, publishedBy: whoIs(context) };
    const found = await run(draft, {
      signal: hungUp.signal,
      onProgress: (progress) => void writeLine(response, { progress }),
    });
    await writeLine(response, { preview: previewView(found, read.warnings) });
    response.end();
  } catch (error) {
    if (!response.headersSent) throw error;
    if (!hungUp.signal.aborted) {
      services.onUnexpected(error, String(response.getHeader('X-Request-Id') ?? ''));
      await writeLine(response, {
        problem: {
          code: 'PREVIEW_FAILED',
          title: 'The preview could not be made',
          detail: 'Nothing was changed. Look again; the server’s log says more.',
        },
      });
      response.end();
    }
  } finally {
    end();
  }
  return undefined;
};
