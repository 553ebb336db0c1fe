// SPDX-License-Identifier: Apache-2.0
/** `cairn source pull`: from which remote LRS a source's statements are pulled, how that goes, and pulling now. */
import { schemaFaults } from '@cairn/frameworks';
import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { pullRequestSchema } from '@cairn/api/pull';
import { askedPull, type AskedPull, backfillEstimate, pullOnce, type RunEnd } from '@cairn/lrs-adapter';
import { sourceViews } from '@cairn/server';
import type { PullProgress, Store } from '@cairn/store';
import type { Command } from 'commander';
import type { Config } from '../../config.ts';
import { InputError } from '../../input-error.ts';
import { createLog } from '../../log.ts';
import { print, type StoreOptions, withStore, withStoreOptions } from '../with-store.ts';
import { settingsOf } from './asked-settings.ts';
import { pullLines, spanText } from './list-text.ts';

export interface PullCommandOptions extends StoreOptions {
  readonly endpoint?: string;
  readonly credentials?: string;
  readonly proxy?: string;
  readonly certificate?: string;
  readonly schedule?: string;
  readonly verb?: readonly string[];
  readonly activity?: string;
  readonly since?: string;
  readonly set?: readonly string[];
  readonly now?: true;
  readonly remove?: true;
}

const settingNames = Object.keys(pullRequestSchema.shape).filter(
  (name) => !['credentials', 'proxy'].includes(name),
);

const readGiven = async (file: string): Promise<string> => {
  const given = file === '-' ? await readAll(process.stdin) : await readFile(file, 'utf8');
  return given.trim();
};

/** "key:secret", or "Bearer TOKEN". In a file, since what stands in a command can be read by others. */
function credentialsOf(given: string): AskedPull['credentials'] {
  const [, token] = /^bearer\s+(\S+)$/i.exec(given) ?? [];
  if (token !== undefined) return { token };
  const colon = given.indexOf(':');
  if (colon < 1) throw new InputError('--credentials: the file must hold key:secret, or Bearer TOKEN.');
  return { key: given.slice(0, colon), secret: given.slice(colon + 1) };
}

/** "beginning", a day, or an instant. */
function sinceOf(given: string): string | null {
  if (given === 'beginning') return null;
  const ms = Date.parse(given);
  if (Number.isNaN(ms)) throw new InputError('--since: "beginning", or a moment like 2026-01-31T08:00:00Z.');
  return new Date(ms).toISOString();
}

async function askedOf(options: PullCommandOptions): Promise<AskedPull> {
  const { endpoint, proxy, schedule, verb, activity, credentials, certificate } = options;
  const asked = {
    ...settingsOf(options.set ?? [], settingNames),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(schedule === undefined ? {} : { schedule }),
    ...(verb === undefined ? {} : { verbs: verb }),
    ...(activity === undefined ? {} : { activity }),
    ...(proxy === undefined ? {} : { proxy: proxy === 'none' ? null : proxy }),
    ...(certificate === undefined ? {} : { certificate: await readGiven(certificate) }),
    ...(credentials === undefined ? {} : { credentials: credentialsOf(await readGiven(credentials)) }),
  };
  const parsed = pullRequestSchema.safeParse(asked);
  if (parsed.success) return parsed.data;
  throw new InputError(
    schemaFaults(parsed.error)
      .map(({ pointer, message }) => `${pointer.slice(1).replaceAll('/', '.')}: ${message}`)
      .join('\n'),
  );
}

/** One line that is written over, on a terminal alone. */
function progressLine(): { readonly show: (progress: PullProgress) => void; readonly end: () => void } {
  const { stderr } = process;
  return {
    show: ({ backfill, counts }) => {
      if (!stderr.isTTY) return;
      const { share, leftMs } = backfillEstimate(backfill, Date.now());
      const part = share === null ? '' : `  about ${Math.floor(share * 100)} %`;
      const left = leftMs === null || leftMs === 0 ? '' : `, ${spanText(leftMs / 1000)} left`;
      stderr.write(`\r\u001b[K${counts.stored} stored, ${counts.duplicates} known already${part}${left}`);
    },
    end: () => void (stderr.isTTY && stderr.write('\r\u001b[K')),
  };
}

async function pullToEnd(store: Store, config: Config, id: string): Promise<RunEnd> {
  const line = progressLine();
  const told = new AbortController();
  const stop = () => told.abort();
  process.once('SIGINT', stop);
  try {
    for (;;) {
      const end = await pullOnce(id, {
        store,
        url: config.url,
        log: createLog({ log: 'error' }),
        signal: told.signal,
        onlyDue: false,
        onProgress: line.show,
      });
      if (end.kind !== 'sliced') return end;
    }
  } finally {
    process.off('SIGINT', stop);
    line.end();
  }
}

const endText = (end: RunEnd): string => {
  if ('reason' in end) return `${end.reason.code}: ${end.reason.message}`;
  return {
    done: 'All that the remote has is here.',
    rests: 'Another runner is at it now; its progress is in "cairn source list".',
    sliced: 'There is more.',
    lost: 'Ended before the end: paused, changed or broken off. Nothing of what was stored is lost.',
  }[end.kind];
};

async function printView(store: Store, options: StoreOptions, id: string, end: RunEnd | null): Promise<void> {
  const view = (await sourceViews(store)).find((one) => one.id === id);
  if (!view) throw new InputError(`There is no source "${id}". See "cairn source list".`);
  const lines = view.pull
    ? pullLines(view.pull)
    : [`  is not pulled. From where: cairn source pull ${id} --endpoint URL --credentials FILE`];
  print(
    options,
    { id, pull: view.pull, ...(end ? { end } : {}) },
    [id, ...lines, ...(end ? [endText(end)] : [])].join('\n'),
  );
}

const pullSource = (id: string, options: PullCommandOptions) =>
  withStore(options, async (store, config) => {
    if (options.remove) await store.pulls.remove(id);
    const asked = await askedOf(options);
    const since = options.since === undefined ? undefined : sinceOf(options.since);
    const isNew = (await store.pulls.find(id)) === null;
    // From its first moment on, lest a runner begin elsewhere.
    const first = isNew && since !== undefined ? { since } : {};
    if (Object.keys(asked).length > 0) await askedPull(store, id, { ...asked, ...first });
    if (since !== undefined && !isNew) await store.pulls.ask(id, { since });
    const end = options.now ? await pullToEnd(store, config, id) : null;
    await printView(store, options, id, end);
    if (end && end.kind !== 'done' && end.kind !== 'rests') process.exitCode = 1;
  });

export function addPullCommand(
  source: Command,
  collect: (value: string, before?: readonly string[]) => readonly string[],
): void {
  withStoreOptions(source.command('pull <id>'))
    .description('pull its statements from a remote LRS; without options: how that goes')
    .option('--endpoint <url>', "the remote's xAPI endpoint, without /statements")
    .option('--credentials <file>', 'file with key:secret or Bearer TOKEN; - reads it from stdin')
    .option('--schedule <cron>', 'when it is asked, in UTC; default: each minute')
    .option('--since <moment>', 'anew from there on, or from the "beginning"')
    .option('--verb <iri...>', 'only statements with these verbs, and voids')
    .option('--activity <iri>', 'only statements about this activity, and voids')
    .option('--proxy <url>', 'an HTTP proxy on the way; "none" for none')
    .option('--certificate <file>', 'PEM of who signed its certificate')
    .option('--set <name=value>', `another setting: ${settingNames.join(', ')}`, collect)
    .option('--now', 'pull now, in this program, to the end')
    .option('--remove', 'pull no more; what is stored stays')
    .action(pullSource);
}
