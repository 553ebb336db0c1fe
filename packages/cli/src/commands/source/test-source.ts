// SPDX-License-Identifier: Apache-2.0
/** `cairn source test`: a probe goes the whole way over HTTP, step by step, and is voided, so that nothing of it is counted. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { probeStatements } from '@cairn/lrs-adapter';
import type { Source, Store } from '@cairn/store';
import { readKept } from '../../kept.ts';
import { InputError } from '../../input-error.ts';
import { print, type StoreOptions, withStore } from '../with-store.ts';

interface Step {
  readonly step: string;
  readonly isGood: boolean;
  readonly detail: string;
}
class StepError extends Error {}
type Probes = ReturnType<typeof probeStatements>;
interface Probing {
  readonly store: Store;
  readonly source: Source;
  readonly url: string;
  readonly authorization: string;
  readonly probes: Probes;
}

const answerMs = 10_000;
const processedMs = 15_000;
const lookEveryMs = 200;
/** The key that the probe is sent with ends by itself, should this end before. */
const keyLivesMs = 5 * 60_000;
const scopes = ['statements/write', 'statements/read/mine'];

async function ask({ url, authorization }: Probing, init: RequestInit, query = ''): Promise<string> {
  const address = `${url}/xapi/statements${query}`;
  const response = await fetch(address, {
    ...init,
    headers: {
      Authorization: authorization,
      'Content-Type': 'application/json',
      'X-Experience-API-Version': '1.0.3',
    },
    signal: AbortSignal.timeout(answerMs),
  }).catch((error: unknown) => {
    const why = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new StepError(
      `${address} does not answer (${why}). Is "cairn start" or "cairn serve" running there? --url names another address.`,
    );
  });
  const text = await response.text();
  if (response.ok) return text;
  throw new StepError(`${address} answered ${response.status}: ${text.slice(0, 500)}`);
}

async function processed({ store, probes }: Probing): Promise<string> {
  if ((await store.policies.currentVersion()) === null)
    return 'waits until a mapping is published; until then nothing is processed';
  const until = Date.now() + processedMs;
  while (await store.inbox.isWaiting(probes.probe.id)) {
    if (Date.now() > until)
      throw new StepError(`Not after ${processedMs / 1000} s. Is "cairn start" or "cairn process" running?`);
    await sleep(lookEveryMs);
  }
  const [entry] = await store.quarantine.find([probes.probe.id]);
  if (entry) throw new StepError(`It went to quarantine: ${entry.code}: ${entry.message}`);
  return 'it has gone through';
}

const ways: readonly (readonly [step: string, take: (probing: Probing) => Promise<string>])[] = [
  [
    'accepted',
    async (probing) => {
      await ask(probing, { method: 'POST', body: JSON.stringify(probing.probes.probe) });
      return `POST to ${probing.url}/xapi/statements was answered with 200`;
    },
  ],
  [
    'stored',
    async ({ store, source, probes }) => {
      const found = await store.statements.find(probes.probe.id);
      if (!found)
        throw new StepError('The database does not have it. Does that address use another database?');
      if (found.sourceId !== source.id) throw new StepError(`It is stored as one of "${found.sourceId}".`);
      return `as ${found.id} at ${new Date(found.stored).toISOString()}`;
    },
  ],
  [
    'read back',
    async (probing) => {
      const { id, object } = probing.probes.probe;
      const back = JSON.parse(await ask(probing, { method: 'GET' }, `?statementId=${id}`)) as Partial<
        Probes['probe']
      >;
      if (back.id !== id || back.object?.id !== object.id)
        throw new StepError('Another statement came back.');
      return 'GET gave the same statement';
    },
  ],
  ['processed', processed],
  [
    'voided again',
    async (probing) => {
      await ask(probing, { method: 'POST', body: JSON.stringify(probing.probes.void) });
      const found = await probing.store.statements.find(probing.probes.probe.id);
      if (found?.voided !== true) throw new StepError('The void was taken, but the probe is still there.');
      return 'nothing of it is counted';
    },
  ],
];

/** Steps up to the first that fails; what was stored is voided all the same. */
async function walk(probing: Probing): Promise<readonly Step[]> {
  const steps: Step[] = [];
  for (const [step, take] of ways) {
    const hasFailed = steps.some(({ isGood }) => !isGood);
    const isStored = steps.some((one) => one.step === 'accepted' && one.isGood);
    if (hasFailed && !(step === 'voided again' && isStored)) continue;
    try {
      steps.push({ step, isGood: true, detail: await take(probing) });
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
      steps.push({ step, isGood: false, detail: error.message });
    }
  }
  return steps;
}

export const testSource = (id: string, options: StoreOptions & { readonly url?: string }) =>
  withStore(options, async (store, config) => {
    const found = await store.sources.find(id);
    if (!found) throw new InputError(`There is no source "${id}". See "cairn source list".`);
    if (found.pausedAt !== null)
      throw new InputError(`The source is paused. First: cairn source resume ${id}`);
    const { source, key, secret } = await store.sources.rotate(id, { scopes, livesMs: keyLivesMs });
    try {
      const steps = await walk({
        store,
        source,
        url: (options.url ?? (await readKept(config, 'address')) ?? config.url).replace(/\/$/, ''),
        authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
        probes: probeStatements({ probe: randomUUID(), void: randomUUID() }, Date.now()),
      });
      const lines = steps.map(({ step, isGood, detail }) => `${isGood ? '✓' : '✗'} ${step}: ${detail}`);
      print(options, { id, good: steps.every(({ isGood }) => isGood), steps }, lines.join('\n'));
      if (steps.some(({ isGood }) => !isGood)) process.exitCode = 1;
    } finally {
      await store.sources.revoke(id, key);
    }
  });
