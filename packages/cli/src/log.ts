// SPDX-License-Identifier: Apache-2.0
/** Logs go to stderr: for people on a terminal, else a JSON line each. Errors stand in them without the data they quote. */
import { logSerializers } from '@cairn/store';
import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import type { Config } from './config.ts';

export const createLog = ({ log: level }: Pick<Config, 'log'>): Logger =>
  pino(
    { level, serializers: logSerializers },
    process.stderr.isTTY
      ? pretty({ destination: 2, ignore: 'pid,hostname', sync: true })
      : // Lines of a busy server go out together; what is left goes at the end of the process.
        pino.destination({ dest: 2, sync: false, minLength: 4096, periodicFlush: 100 }),
  );
