// SPDX-License-Identifier: Apache-2.0
/** The sample organisation: seeded once, on an empty database; its portal is served as long as its record is there. */
import { createPortalRouter, type SampleRecord, seedSample } from '@cairn/sample';
import type { Store } from '@cairn/store';
import cliProgress from 'cli-progress';
import type { Config } from './config.ts';
import type { FirstAdmin } from './first-admin.ts';
import { firstSourceFile } from './first-source.ts';
import { keep, readKept } from './kept.ts';

const file = 'sample.json';

/** null: there is no sample here, and none is to be made. */
export async function readSample(
  store: Store,
  config: Config,
  isWanted: boolean,
): Promise<SampleRecord | null> {
  const kept = await readKept(config, file);
  if (kept !== null) return JSON.parse(kept) as SampleRecord;
  if (!isWanted || (await store.policies.currentVersion()) !== null) return null;
  for await (const _statement of store.statements.query({ limit: 1, ascending: true })) return null;
  return { day: Date.now(), portalSecret: null, sources: {}, isDone: false };
}

/** On a terminal a bar, else a line at the beginning and one at the end. */
function progress(say: (text: string) => void) {
  if (!process.stderr.isTTY) {
    let last = '';
    return {
      show: (_done: number, _all: number, what: string) => {
        if (what !== last) say(`Seeding the sample organisation: ${what} …`);
        last = what;
      },
      stop: () => undefined,
    };
  }
  const bar = new cliProgress.SingleBar(
    { format: 'Seeding the sample organisation [{bar}] {value} of {total} {what}', stream: process.stderr },
    cliProgress.Presets.shades_classic,
  );
  let isStarted = false;
  return {
    show: (done: number, all: number, what: string) => {
      if (!isStarted) bar.start(all, done, { what });
      else bar.update(done, { what });
      isStarted = true;
    },
    stop: () => bar.stop(),
  };
}

export async function seed(
  config: Config,
  record: SampleRecord,
  admin: FirstAdmin,
  address: string,
  say: (text: string) => void,
): Promise<SampleRecord> {
  const { show, stop } = progress(say);
  try {
    return await seedSample({
      url: address,
      admin,
      record,
      save: (next) => keep(config, file, JSON.stringify(next)),
      onProgress: show,
    });
  } finally {
    stop();
  }
}

export const portalOf = (config: Config, { portalSecret }: SampleRecord) =>
  createPortalRouter({
    url: config.url,
    secret: portalSecret ?? '',
    curlUser: `"$(cat '${firstSourceFile(config)}')"`,
  });
