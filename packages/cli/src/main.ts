// SPDX-License-Identifier: Apache-2.0
/** The `cairn` command: one file a command, one line here. Exit code 0 only on success. */
import { Command, CommanderError } from 'commander';
import { addDoctor } from './commands/doctor.ts';
import { addEvidence } from './commands/evidence/evidence.ts';
import { addFramework } from './commands/framework/framework.ts';
import { addPerson } from './commands/person.ts';
import { addPolicy } from './commands/policy.ts';
import { addPortal } from './commands/portal/portal.ts';
import { addQuarantine } from './commands/quarantine.ts';
import { addReplay } from './commands/replay.ts';
import { addServe } from './commands/serve.ts';
import { addSource } from './commands/source/source.ts';
import { addStart } from './commands/start.ts';
import { failureOf, failureText } from './failure.ts';

const commands = [
  addStart,
  addServe,
  addSource,
  addPortal,
  addQuarantine,
  addPolicy,
  addReplay,
  addFramework,
  addPerson,
  addEvidence,
  addDoctor,
] as const;

/** Before anything is read of the options, which may be wrong themselves. */
const isJson = process.argv.includes('--json');
const program = new Command('cairn').description('Learning records become evidence of competence.');
program.exitOverride().configureOutput({ outputError: (text, write) => (isJson ? undefined : write(text)) });
for (const add of commands) add(program);

// Who has seen enough hangs up: `cairn … | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

/** Help was asked for, or what commander has said itself. */
const isSaid = (error: unknown) =>
  error instanceof CommanderError && (error.exitCode === 0 || !isJson || error.code === 'commander.help');

try {
  await program.parseAsync();
} catch (error) {
  if (!isSaid(error)) process.stderr.write(`${failureText(failureOf(error), isJson)}\n`);
  process.exitCode = error instanceof CommanderError ? error.exitCode : 1;
}
