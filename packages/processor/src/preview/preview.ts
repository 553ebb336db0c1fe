// SPDX-License-Identifier: Apache-2.0
/**
 * A draft run against all that is stored, without touching anything. Only statements that changed rules may be met by are read;
 * of all others the evidence stands. Held at once: ids of the people concerned, counts by rule and competency, and one part of
 * the new evidence; the rest of that is put aside. Flow: draft → [here] → what publishing would change.
 */
import { standsAt, type PlannedDraft, type PolicyContent, type Store } from '@cairn/store';
import { createSources } from '../known-sources.ts';
import { affectedCompetencies, digestsOn, goneDigests, keysToRead } from './affected.ts';
import { comparePeople } from './compare-people.ts';
import { createPeopleTouched, type PeopleTouched } from './people-touched.ts';
import { roleReadings } from './person-states.ts';
import type { Preview, PreviewProgress } from './preview.types.ts';
import { createProgress } from './progress.ts';
import { readCandidates } from './read-candidates.ts';
import { createDraftReader } from './reading.ts';
import { concernedBy } from './rolled-up.ts';
import { createSpill } from './spill.ts';
import { resultOf } from './result.ts';

export interface PreviewOptions {
  readonly onProgress?: ((progress: PreviewProgress) => void) | undefined;
  /** Aborted: the preview ends by throwing its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Competencies that are listed; of all others there is a sum. */
  readonly mostCompetencies?: number | undefined;
}
const usualCompetencies = 200;

/** Whoever has evidence of these competencies by now. */
async function touchStored(
  store: Store,
  planned: PlannedDraft,
  competencies: ReadonlySet<string>,
  { touched, signal }: { readonly touched: PeopleTouched; readonly signal: AbortSignal | undefined },
): Promise<void> {
  for (const digest of digestsOn(competencies, planned))
    for await (const subjects of store.evidence.subjectsOfRule(digest)) {
      signal?.throwIfAborted();
      for (const link of await store.people.linksOf(subjects))
        if (standsAt(link, null)) touched.add(link.personId);
    }
}

/** @throws {EngineError} as `compilePolicy`; what `signal` was aborted with. */
export async function preview(
  store: Store,
  draft: PolicyContent,
  { onProgress = () => undefined, signal, mostCompetencies = usualCompetencies }: PreviewOptions = {},
): Promise<Preview> {
  const began = performance.now();
  const [planned, now] = await Promise.all([store.policies.plan(draft), store.now()]);
  const affected = affectedCompetencies(planned);
  const canLose = goneDigests(planned).size > 0;
  const concerned = concernedBy(affected, planned);
  const keys = keysToRead(planned);
  const newDigests = new Set(planned.digests);
  const isReading = newDigests.size > 0 || canLose;
  const { before, after } = planned;
  const reader = createDraftReader({ after, before: canLose ? before : null, newDigests });
  const touched = createPeopleTouched();
  const spill = createSpill();
  try {
    const total = isReading ? await store.candidates.count(keys) : 0;
    const reading = createProgress('reading', total, onProgress);
    const read = isReading
      ? await readCandidates(
          { store, sources: createSources(store), reader, spill, touched, signal, onRead: reading.moved },
          keys,
        )
      : { read: 0, aside: 0 };
    await touchStored(store, planned, concerned.ofWhom, { touched, signal });
    const comparing = createProgress('comparing', touched.count(), onProgress);
    const compared = await comparePeople({
      store,
      before,
      after,
      affected,
      concerned,
      roles: roleReadings(concerned.changing, planned),
      spill,
      touched,
      now,
      signal,
      onCompared: comparing.moved,
    });
    return await resultOf({
      store,
      now,
      planned,
      read,
      reader,
      compared,
      mostCompetencies,
      rates: { read: reading.perSecond(), compared: comparing.seconds() },
      began,
    });
  } finally {
    await spill.close();
  }
}
