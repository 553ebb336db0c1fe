// SPDX-License-Identifier: Apache-2.0
/** What a long-running command is made of: pieces that are started one after the other and stopped in reverse. */
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { constants } from 'node:os';
import { startPullerThread } from '@cairn/lrs-adapter';
import { startProcessorThread } from '@cairn/processor';
import { startEmbedded } from '@cairn/store/embedded';
import type { Logger } from 'pino';
import type { Config } from './config.ts';

export const say = (text: string): void => void process.stderr.write(`${text}\n`);

export interface Running {
  readonly config: Config;
  /** Aborts when the program shall end. */
  readonly told: AbortSignal;
  /** Called at the end, the last first. */
  readonly onStop: (stop: () => Promise<void>) => void;
}

/** A terminal and npm may both hand us the same Ctrl-C: two signals this close are one. */
const sameSignalMs = 1000;

/**
 * The first signal tells to stop; one that comes later is from somebody who will not wait: the program ends at once. Nothing that was
 * answered is lost: the database recovers as after a crash.
 */
export function heedSignals(
  onStop: () => void,
  end: (code: number) => void = (code) => process.exit(code),
  now: () => number = () => performance.now(),
): (signal: NodeJS.Signals) => void {
  let firstAt: number | null = null;
  return (signal) => {
    if (firstAt === null) {
      firstAt = now();
      onStop();
    } else if (now() - firstAt >= sameSignalMs) {
      say('Ended at once.');
      end(128 + constants.signals[signal]);
    }
  };
}

/** Heeds a signal from the first moment, so that one during the start leaves nothing behind. */
export async function untilToldToStop(
  config: Config,
  begin: (running: Running) => Promise<void>,
): Promise<void> {
  const told = new AbortController();
  const stops: (() => Promise<void>)[] = [];
  const heed = heedSignals(() => told.abort());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, heed);
  try {
    await begin({ config, told: told.signal, onStop: (stop) => void stops.push(stop) });
    if (!told.signal.aborted) await once(told.signal, 'abort');
    say('Stopping … (a second Ctrl-C ends it at once)');
  } finally {
    told.abort();
    for (const stop of stops.toReversed()) await stop();
  }
}

/** The database that is given, or one of our own. Returns its URI. */
export async function startDatabase({ config, onStop }: Running): Promise<string> {
  await mkdir(config.data, { recursive: true, mode: 0o700 });
  if (config.mongodbUri !== null) {
    say('MongoDB as given by MONGODB_URI');
    return config.mongodbUri;
  }
  const embedded = await startEmbedded({ dataDir: config.data, onProgress: say });
  onStop(embedded.stop);
  say(`MongoDB runs (${embedded.binary}), data in ${config.data}`);
  return embedded.uri;
}

/** Before a thread that has ended by itself is started again. */
const restartMs = 1000;

interface Thread {
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
}
/** Something in a thread of its own; started again when it ends. */
function keepThread({ told, onStop }: Running, log: Logger, name: string, start: () => Thread): void {
  let current: Thread;
  let timer: NodeJS.Timeout | undefined;
  const begin = () => {
    current = start();
    const onEnd = (error?: unknown) => {
      if (told.aborted) return;
      log.error({ err: error }, `the ${name} has ended; it is started again`);
      timer = setTimeout(begin, restartMs);
    };
    current.ended.then(onEnd, onEnd);
  };
  begin();
  onStop(async () => {
    clearTimeout(timer);
    await current.stop();
  });
}

export const keepProcessor = (running: Running, uri: string, log: Logger): void =>
  keepThread(running, log, 'processor', () => startProcessorThread({ uri, logLevel: running.config.log }));

/** What pulls from remote LRSs: beside the endpoint's event loop, never in it. */
export const keepPuller = (
  running: Running,
  options: { readonly uri: string; readonly secretKey: string | null; readonly log: Logger },
): void =>
  keepThread(running, options.log, 'puller', () =>
    startPullerThread({
      uri: options.uri,
      secretKey: options.secretKey ?? undefined,
      url: running.config.url,
      logLevel: running.config.log,
    }),
  );
