// SPDX-License-Identifier: Apache-2.0
/** One look at the changes of mastery for the whole process; each open connection hears of its person only. */
import type { LiveEvent } from '@cairn/api/contract';
import type { CompiledPolicy } from '@cairn/engine';
import { generationsOf, type Store } from '@cairn/store';
import type { PolicyReader } from '../../views/policy-reader.ts';

export interface Listener {
  readonly onChange: (event: LiveEvent) => void;
  readonly onPolicy: () => void;
  /** The server stops. */
  readonly onEnd: () => void;
}
export interface LiveHub {
  /** Returns how to leave. */
  readonly join: (personId: string, listener: Listener) => () => void;
  readonly close: () => Promise<void>;
}

/** What a competency is rolled up to, and what that is rolled up to in turn: each once. */
function rolledUpFrom(competency: string, { kin, policy }: CompiledPolicy): readonly string[] {
  const { rollUps = {} } = policy.mapping;
  const found = new Set<string>();
  const look = [competency];
  for (let one = look.pop(); one !== undefined; one = look.pop())
    for (const parent of kin.parentsOf(one))
      if (Object.hasOwn(rollUps, parent) && !found.has(parent)) {
        found.add(parent);
        look.push(parent);
      }
  return [...found];
}

export async function openLiveHub(
  { mastery, policies }: Pick<Store, 'mastery' | 'policies'>,
  reader: PolicyReader,
): Promise<LiveHub> {
  const listeners = new Map<string, Set<Listener>>();
  const everyone = () => [...listeners.values()].flatMap((some) => [...some]);
  const readCurrent = async () => {
    const version = await policies.currentVersion();
    const recorded = version === null ? null : await policies.recorded(version);
    // Of a version that cannot be read nothing is rolled up; what changes is told all the same.
    const compiled = await reader.current().catch(() => null);
    return { version, compiled, generationOf: recorded && generationsOf(recorded) };
  };
  let current = await readCurrent();
  const tellPolicy = () => {
    for (const { onPolicy } of everyone()) onPolicy();
  };
  const stopMastery = await mastery.watch(({ policyVersion, personId, competencyId, changedAt }) => {
    // A version that is being built is nobody's picture yet.
    if (current.generationOf?.(competencyId) !== policyVersion) return;
    const own = listeners.get(personId);
    if (!own) return;
    // A parent is rolled up when it is read, and has no change of its own to be told of.
    const parents = current.compiled ? rolledUpFrom(competencyId, current.compiled) : [];
    for (const competency of [competencyId, ...parents]) {
      const event = { person: personId, competency, changedAt: new Date(changedAt).toISOString() };
      for (const { onChange } of own) onChange(event);
    }
  }, tellPolicy);
  const look = async () => {
    const version = await policies.currentVersion();
    if (version === current.version) return;
    current = await readCurrent();
    tellPolicy();
  };
  const stopPolicies = policies.watch(() => {
    // The database is away: the stream is opened again, and looks again then.
    look().catch(() => undefined);
  });
  await look();
  let isClosed = false;
  return {
    join: (personId, listener) => {
      if (isClosed) queueMicrotask(listener.onEnd);
      const own = listeners.get(personId) ?? new Set();
      listeners.set(personId, own.add(listener));
      return () => {
        own.delete(listener);
        if (own.size === 0 && listeners.get(personId) === own) listeners.delete(personId);
      };
    },
    close: async () => {
      isClosed = true;
      for (const { onEnd } of everyone()) onEnd();
      await Promise.all([stopMastery(), stopPolicies()]);
    },
  };
}
