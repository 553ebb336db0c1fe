// SPDX-License-Identifier: Apache-2.0
/** Is it the database that is away or overloaded, or the data that is wrong? The one passes; the other never does. */
import {
  MongoBulkWriteError,
  MongoClientClosedError,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoOperationTimeoutError,
  MongoServerError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
  MongoWriteConcernError,
} from 'mongodb';
import { StoreError } from './store.errors.ts';

const away = [
  MongoNetworkError,
  MongoServerSelectionError,
  MongoNotConnectedError,
  MongoClientClosedError,
  MongoTopologyClosedError,
  MongoOperationTimeoutError,
  // Written, but not by as many members as was asked for.
  MongoWriteConcernError,
] as const;
/** With one of these the server says itself that trying again is right. */
const passing = [
  'TransientTransactionError',
  'UnknownTransactionCommitResult',
  'RetryableWriteError',
] as const;
/**
 * HostUnreachable, HostNotFound, MaxTimeMSExpired, NetworkTimeout, ShutdownInProgress, WriteConflict, PrimarySteppedDown,
 * ExceededTimeLimit, NotWritablePrimary, and the ways of being interrupted and of not being primary.
 */
const passingCodes = new Set<unknown>([
  6, 7, 50, 89, 91, 112, 189, 262, 10_107, 11_600, 11_602, 13_435, 13_436,
]);

/** Sooner or later the same call succeeds. Whether a write that failed so was stored is not known. */
export function isOutage(error: unknown): boolean {
  if (away.some((kind) => error instanceof kind)) return true;
  if (error instanceof StoreError) return error.code === 'WRITER_REAPED';
  // The driver wraps what broke a bulk write, whatever it was.
  if (error instanceof MongoBulkWriteError && error.errorResponse instanceof Error)
    return isOutage(error.errorResponse);
  if (!(error instanceof MongoServerError)) return false;
  return passingCodes.has(error.code) || passing.some((label) => error.hasErrorLabel(label));
}
