// SPDX-License-Identifier: Apache-2.0
/** The `cairn` command: one file a command, one line here. Exit code 0 only on success. */
import { ProblemError } from '@cairn/lrs-adapter';
import { StoreError } from '@cairn/store';
import { Command } from 'commander';
import { addDoctor } from './commands/doctor.ts';
import { addPerson } from './commands/person.ts';
import { addPolicy } from './commands/policy.ts';
import { addQuarantine } from './commands/quarantine.ts';
import { addServe } from './commands/serve.ts';
import { addSource } from './commands/source/source.ts';
import { addStart } from './commands/start.ts';
import { ConfigError } from './config.ts';
import { NotRunningError } from './connect.ts';
import { InputError } from './input-error.ts';

const commands = [addStart, addServe, addSource, addQuarantine, addPolicy, addPerson, addDoctor] as const;

const program = new Command('cairn').description('Learning records become evidence of competence.');
for (const add of commands) add(program);

/** In plain words, where Node's are not. */
const plain = (error: Error) =>
  Reflect.get(error, 'code') === 'EADDRINUSE'
    ? `Port ${String(Reflect.get(error, 'port'))} is used by another program. Stop that, or choose another with --port.`
    : error.message;

const isExpected = (error: unknown): error is Error =>
  error instanceof ConfigError ||
  error instanceof NotRunningError ||
  error instanceof InputError ||
  error instanceof StoreError ||
  error instanceof ProblemError ||
  (error instanceof Error && 'syscall' in error);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(
    isExpected(error) ? `${plain(error)}\n` : `${error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = 1;
}
