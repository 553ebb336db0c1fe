// SPDX-License-Identifier: Apache-2.0
/**
 * How long this database keeps the transaction of a program that was killed, and with it the statements that it had in hand: 60 s
 * by default, in which every other processor waits for them.
 */
import type { Store } from '@cairn/store';
import type { Logger } from 'pino';

const longestSeconds = 10;

type Asked = Pick<Store, 'transactionLifetimeSeconds'>;

export interface TransactionLifetime {
  /** null: it cannot be read with the rights of this connection. */
  readonly seconds: number | null;
  /** What is wrong with it and what to do; null when nothing is, or when it is not known. */
  readonly fault: string | null;
}
export async function transactionLifetime(store: Asked): Promise<TransactionLifetime> {
  const seconds = await store.transactionLifetimeSeconds();
  if (seconds === null || seconds <= longestSeconds) return { seconds, fault: null };
  const fault = `They live ${seconds} s: after a crash the same statements are refused for as long. Set the server parameter transactionLifetimeLimitSeconds to ${longestSeconds} or less.`;
  return { seconds, fault };
}

/** At the start of what runs for long: this is seen in the log before it is felt. */
export async function warnOfTransactionLifetime(store: Asked, log: Pick<Logger, 'warn'>): Promise<void> {
  const { seconds, fault } = await transactionLifetime(store);
  if (fault !== null) log.warn({ seconds }, `transactions: ${fault}`);
}
