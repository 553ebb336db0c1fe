// SPDX-License-Identifier: Apache-2.0
/** The `cairn` command: one file a command, one line here. Exit code 0 only on success. */
import { ProblemError } from '@cairn/lrs-adapter';
import { errorForLog, isOutage, StoreError } from '@cairn/store';
import { Command } from 'commander';
import { addDoctor } from './commands/doctor.ts';
import { addEvidence } from './commands/evidence/evidence.ts';
import { addFramework } from './commands/framework/framework.ts';
import { addPerson } from './commands/person.ts';
import { addPolicy } from './commands/policy.ts';
import { addQuarantine } from './commands/quarantine.ts';
import { addReplay } from './commands/replay.ts';
import { addServe } from './commands/serve.ts';
import { addSource } from './commands/source/source.ts';
import { addStart } from './commands/start.ts';
import { ConfigError } from './config.ts';
import { NotRunningError } from './connect.ts';
import { InputError } from './input-error.ts';

const commands = [
  addStart,
  addServe,
  addSource,
  addQuarantine,
  addPolicy,
  addReplay,
  addFramework,
  addPerson,
  addEvidence,
  addDoctor,
] as const;

const program = new Command('cairn').description('Learning records become evidence of competence.');
for (const add of commands) add(program);

const databaseAway =
  'The database does not answer, or not in time. What was under way may have been done: look, then try again. "cairn doctor" says more.';

/** What to say and do; null: nobody has foreseen it. */
function foreseen(error: unknown): string | null {
  if (isOutage(error)) return databaseAway;
  if (!(error instanceof Error)) return null;
  if (Reflect.get(error, 'code') === 'EADDRINUSE')
    return `Port ${String(Reflect.get(error, 'port'))} is used by another program. Stop that, or choose another with --port.`;
  const isOurs = [ConfigError, NotRunningError, InputError, StoreError, ProblemError].some(
    (kind) => error instanceof kind,
  );
  return isOurs || 'syscall' in error ? error.message : null;
}

/** For who mends it, without the data that the error quotes: this may end in a log. */
function unforeseen(error: unknown): string {
  const { type, code, message, stack } = errorForLog(error);
  return `${[type, code].filter((part) => part !== undefined).join(' ')}: ${message}\n${stack}`;
}

// Who has seen enough hangs up: `cairn … | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${foreseen(error) ?? unforeseen(error)}\n`);
  process.exitCode = 1;
}
