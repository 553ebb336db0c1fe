// SPDX-License-Identifier: Apache-2.0
/**
 * Why a command has failed: for people a text, for programs (`--json`) one JSON object, both on the standard error output. Codes are
 * stable and stand in the guide "Run Cairn"; the store's and the API's keep their own.
 */
import { ProblemError } from '@cairn/lrs-adapter';
import { errorForLog, isOutage, StoreError, type StoreErrorCode } from '@cairn/store';
import { CommanderError } from 'commander';
import { ConfigError } from './config.ts';
import { NotRunningError } from './connect.ts';
import { InputError } from './input-error.ts';

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly whatToDo: string;
  /** What exactly is wrong, where that is told by place. */
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly message: string }[];
  /** Where in the program; only of what nobody has foreseen. */
  readonly stack?: string;
}

const ownRemedies = {
  USAGE: 'See what the command takes: --help.',
  CONFIG: 'Mend the settings that the message names; the guide "Run Cairn" lists them all.',
  NOT_RUNNING: 'Start Cairn ("cairn start"), or name its database: MONGODB_URI, --data.',
  INPUT: 'Mend what the message names, and run the command again.',
  DATABASE_AWAY: 'Look whether it was done all the same, then run it again. "cairn doctor" says more.',
  PORT_USED: 'Stop the other program, or choose another port with --port.',
  SYSTEM: 'Mend what the operating system says: a file that is missing, a right, a full disk.',
  UNFORESEEN: 'Run it again. When it happens again, report it with this message.',
} as const;
export type OwnCode = keyof typeof ownRemedies;
export const ownCodes = Object.keys(ownRemedies) as readonly OwnCode[];

const storeRemedies: Readonly<Record<StoreErrorCode, string>> = {
  MONGOD_NOT_FOUND: 'Install MongoDB as the message says, or name a database: MONGODB_URI.',
  MONGOD_PORT_TAKEN: 'Stop the program that has the port, or let Cairn choose another.',
  MONGOD_PASSWORD: 'Put back the mongod.json that belongs to this data folder.',
  ALREADY_RUNNING: 'Use the Cairn that runs, stop it first, or choose another folder with --data.',
  SCHEMA_TOO_NEW: 'Use a Cairn at least as new as the one that has used this database.',
  SCHEMA_NOT_READY: 'Start Cairn once ("cairn start" or "cairn serve"): it brings the database up to date.',
  SOURCE_EXISTS: 'Choose another id, or use the one that there is: "cairn source list".',
  SOURCE_UNKNOWN: 'See which there are: "cairn source list".',
  SOURCE_BUILT_IN: 'Leave it as it is, or choose another source.',
  CREDENTIAL_UNKNOWN: 'See which there are: "cairn source list".',
  WRITER_REAPED: 'Run it again.',
  IDENTIFIER_TAKEN: 'See who has it, and unlink or merge first: "cairn people".',
  IDENTIFIER_UNKNOWN: 'Name an identifier that is linked to somebody.',
  PUBLISH_IN_PROGRESS: 'Wait until that version is in force, or cancel it: "cairn mapping cancel".',
  POLICY_UNKNOWN: 'See which versions there are: "cairn mapping history".',
  POLICY_TOO_LARGE: 'Publish less at once, or leave out what nobody uses.',
  PORTAL_EXISTS: 'Choose another id, or use the portal that there is.',
  PORTAL_UNKNOWN: 'See "cairn portal list".',
  PORTAL_REVOKED: 'Make another portal.',
  PORTAL_WITHOUT_SECRET: 'Rotate the keys where they are published.',
  PULL_UNKNOWN: 'Set it up: "cairn source pull ID --endpoint URL".',
  PULL_ENDPOINT: 'Name the address of the remote LRS: --endpoint URL.',
  QUARANTINE_FULL: 'Look at what waits, and retry or drop it: "cairn quarantine list".',
  SECRET_KEY: 'Set CAIRN_SECRET_KEY to the key that the secrets were sealed with.',
};

const own = (code: OwnCode, message: string): Failure => ({ code, message, whatToDo: ownRemedies[code] });

const databaseAway = 'The database does not answer, or not in time. What was under way may have been done.';

function ofProblem({ code, message, errors }: ProblemError): Failure {
  return {
    code,
    message,
    whatToDo: ownRemedies.INPUT,
    ...(errors.length === 0
      ? {}
      : { errors: errors.map((one) => ({ pointer: one.pointer, code: one.code, message: one.message })) }),
  };
}

/** What the operating system has refused. */
function ofSystem(error: Error): Failure | null {
  if (Reflect.get(error, 'code') === 'EADDRINUSE')
    return own('PORT_USED', `Port ${String(Reflect.get(error, 'port'))} is used by another program.`);
  return 'syscall' in error ? own('SYSTEM', error.message) : null;
}

/** What nobody has foreseen is told to who mends it, without the data that the error quotes: this may end in a log. */
function unforeseen(error: unknown): Failure {
  const { type, code, message, stack } = errorForLog(error);
  const kind = [type, code].filter((part) => part !== undefined).join(' ');
  return { ...own('UNFORESEEN', `${kind}: ${message}`), stack };
}

const kinds: readonly (readonly [new (...args: never[]) => Error, OwnCode])[] = [
  [CommanderError, 'USAGE'],
  [ConfigError, 'CONFIG'],
  [NotRunningError, 'NOT_RUNNING'],
  [InputError, 'INPUT'],
];

export function failureOf(error: unknown): Failure {
  if (isOutage(error)) return own('DATABASE_AWAY', databaseAway);
  if (error instanceof StoreError)
    return { code: error.code, message: error.message, whatToDo: storeRemedies[error.code] };
  if (error instanceof ProblemError) return ofProblem(error);
  if (!(error instanceof Error)) return unforeseen(error);
  const kind = kinds.find(([type]) => error instanceof type);
  // Commander's begins with "error: ".
  if (kind) return own(kind[1], error.message.replace(/^error: /, ''));
  return ofSystem(error) ?? unforeseen(error);
}

/** Whose message already says what to do. */
const saysAll = (code: string) => code !== 'DATABASE_AWAY' && code !== 'PORT_USED';

export function failureText(failure: Failure, isJson: boolean): string {
  if (isJson) return JSON.stringify(failure);
  const { code, message, whatToDo, stack } = failure;
  if (stack !== undefined) return `${message}\n${stack}`;
  return saysAll(code) ? message : `${message} ${whatToDo}`;
}
