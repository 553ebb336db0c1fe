// SPDX-License-Identifier: Apache-2.0
/** A draft as it was written or sent → what can be published, or everything that is wrong with it, with lines where it is a text. */
import { type draftFaultSchema, policyRequestSchema } from '@cairn/api/contract';
import { type DraftContent, type DraftFault, parseDraft, readMappingText } from '@cairn/engine';
import { schemaFaults } from '@cairn/frameworks';
import { ProblemError } from '@cairn/lrs-adapter';
import type { z } from 'zod';

export type ReadDraft =
  | { readonly ok: true; readonly draft: DraftContent; readonly warnings: readonly DraftFault[] }
  | { readonly ok: false; readonly faults: readonly DraftFault[] };

type Placed = (faults: readonly DraftFault[]) => readonly DraftFault[];
const asTheyAre: Placed = (faults) => faults;

/** @param sources ids of the sources that there are: a rule may name no other. */
export function readDraft(value: unknown, sources: readonly string[], placed: Placed = asTheyAre): ReadDraft {
  const request = policyRequestSchema.safeParse(value);
  if (!request.success) return { ok: false, faults: placed(schemaFaults(request.error)) };
  const parsed = parseDraft(request.data, sources);
  return parsed.ok
    ? { ...parsed, warnings: placed(parsed.warnings) }
    : { ok: false, faults: placed(parsed.faults) };
}

/** @param text YAML or JSON. */
export function readDraftText(text: string, sources: readonly string[]): ReadDraft {
  const read = readMappingText(text);
  return read.ok ? readDraft(read.value, sources, read.placed) : read;
}

/** Every fault at once, each with its place; of a text with its line too. What is only a warning keeps nobody from publishing. */
export const draftRefused = (faults: readonly DraftFault[]): ProblemError =>
  new ProblemError(
    400,
    'POLICY',
    'This cannot be published',
    'Mend what `errors` lists, then send it again. Nothing was changed.',
    faults
      .filter(({ severity }) => severity !== 'warning')
      .map(({ pointer, code, message, line, column }) => ({
        pointer,
        code,
        message,
        ...(line === undefined ? {} : { line }),
        ...(column === undefined ? {} : { column }),
      })),
  );

/** For the API and the command line alike. */
export const faultView = ({
  pointer,
  code,
  message,
  severity = 'error',
  line,
  column,
}: DraftFault): z.output<typeof draftFaultSchema> => ({
  pointer,
  code,
  message,
  severity,
  line: line ?? null,
  column: column ?? null,
});
