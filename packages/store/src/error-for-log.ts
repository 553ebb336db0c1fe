// SPDX-License-Identifier: Apache-2.0
/**
 * An error as it may stand in a log: what kind, which code, where; nothing of the data that it was about. MongoDB quotes keys and
 * whole documents in its messages and hangs the failed writes on the error; JSON.parse quotes the text.
 */
import { MongoError, MongoServerError } from 'mongodb';
import { StoreError } from './store.errors.ts';

/** Of a chain of causes, so that a ring ends. */
const mostCauses = 4;
const leftOut = 'message left out: it may quote data';

export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly code?: string | number;
  readonly codeName?: string;
  readonly labels?: readonly string[];
  readonly cause?: LoggedError;
}

function messageOf(error: Error): string {
  // "… collection: cairn.people index: _id_ dup key: { … }": the two names are ours, what follows is not.
  if (error instanceof MongoServerError)
    return /collection: \S+ index: \S+(?= dup key)/.exec(error.message)?.[0] ?? leftOut;
  const isQuoting =
    error instanceof SyntaxError || (error instanceof StoreError && error.code === 'IDENTIFIER_TAKEN');
  return isQuoting ? leftOut : error.message;
}

/** Frames alone: the message stands above them, and may be of many lines. */
const framesOf = ({ stack = '', message }: Error) =>
  stack
    .replace(message, '')
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .join('\n');

function known(error: Error): Pick<LoggedError, 'code' | 'codeName' | 'labels'> {
  const code: unknown = Reflect.get(error, 'code');
  const codeName: unknown = Reflect.get(error, 'codeName');
  const labels = error instanceof MongoError ? [...error.errorLabels] : [];
  return {
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof codeName === 'string' ? { codeName } : {}),
    ...(labels.length > 0 ? { labels } : {}),
  };
}

export function errorForLog(error: unknown, causesLeft = mostCauses): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: leftOut, stack: '' };
  return {
    type: error.name,
    message: messageOf(error),
    stack: framesOf(error),
    ...known(error),
    ...(error.cause === undefined || causesLeft === 0
      ? {}
      : { cause: errorForLog(error.cause, causesLeft - 1) }),
  };
}

/** For every logger of ours (pino's `serializers`). */
export const logSerializers = { err: (error: unknown): LoggedError => errorForLog(error) };
